"""What the desk and oversight show alike of a round: its timeline, and an appraisal to the members of its council.

A surface decides who comes in (`Place` says as what); the pages behind its door are the same.
"""
