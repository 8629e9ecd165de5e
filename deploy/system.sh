#!/usr/bin/env bash
# System packages that a feature needs. Root: installed from the distribution. Otherwise: named, and the rest works.
set -u
want=$1
missing=()
case $want in
  ocr)
    command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx vie \
      || missing=(tesseract-ocr tesseract-ocr-vie) ;;
  voice)
    command -v espeak-ng >/dev/null || missing=(espeak-ng) ;;
  office)
    command -v soffice >/dev/null || command -v libreoffice >/dev/null || missing=(libreoffice-writer-nogui) ;;
  browser)
    if [ -z "${CHROMIUM:-}" ]; then
      command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
        || missing=(chromium)
    fi ;;
  *) echo "usage: system.sh ocr|voice|office|browser" >&2; exit 2 ;;
esac
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Cài gói hệ thống: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null && exit 0
fi
case $want in
  ocr) echo "Chưa có phần đọc bản quét (OCR): sudo apt-get install ${missing[*]}. Các phần khác vẫn chạy." ;;
  voice) echo "Chưa có espeak-ng: bảng gọi số có tiếng chuông, không đọc số. Cài: sudo apt-get install ${missing[*]}." ;;
  office) echo "Chưa có LibreOffice: PDF theo mẫu có sẵn, không theo mẫu riêng của đơn vị. Cài: sudo apt-get install ${missing[*]}." ;;
  browser) echo "Chưa có Chromium cho kiểm thử trình duyệt: sudo apt-get install ${missing[*]} (hoặc đặt CHROMIUM=…)."; exit 1 ;;
esac
