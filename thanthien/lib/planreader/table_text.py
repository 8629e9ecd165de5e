from thanthien.lib.planreader.lines import Line
from thanthien.lib.planreader.agencies import AgencyBook
from thanthien.lib.planreader.rows import RawRow


def cut_text_table(lines):
    return lines, None, []


def read_text_table(table, book):
    return []
