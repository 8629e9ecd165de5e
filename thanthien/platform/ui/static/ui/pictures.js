// Pictures are made smaller on the phone before they travel. `window.pictures` has:
//   exifOf(bytes), takenAt(exif) – what the camera wrote; smaller(file, bytes, exif) – the bytes of a smaller JPEG with
//   the camera's block kept, or null where the picture is small enough as it is.
(() => {
  "use strict";
  const LONGEST = 2000; // pixels of the longer side; what is larger is made smaller before it is sent
  const HEAVY = 1500000; // bytes

  // The EXIF block of a JPEG (its bytes, marker included), or null.
  function exifOf(bytes) {
    const view = new DataView(bytes);
    if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
    for (let at = 2; at + 4 < view.byteLength && view.getUint8(at) === 0xff;) {
      const length = view.getUint16(at + 2);
      if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return bytes.slice(at, at + 2 + length);
      if (view.getUint16(at) === 0xffda) return null;
      at += 2 + length;
    }
    return null;
  }
  // "2026-03-14T09:15:00" as the camera wrote it; "" when it did not.
  function takenAt(exif) {
    if (!exif) return "";
    const text = new TextDecoder("latin1").decode(exif);
    const found = [...text.matchAll(/(20\d\d):(0[1-9]|1[0-2]):([0-3]\d) ([0-2]\d:[0-5]\d:[0-5]\d)/g)].pop();
    return found ? `${found[1]}-${found[2]}-${found[3]}T${found[4]}` : "";
  }
  // The canvas has turned the picture upright already, so the block that goes along must not turn it again.
  function upright(exif) {
    const view = new DataView(exif);
    const little = view.getUint16(10) === 0x4949;
    const start = 10 + view.getUint32(14, little);
    if (start + 2 > view.byteLength) return;
    for (let n = 0; n < view.getUint16(start, little); n += 1) {
      const entry = start + 2 + n * 12;
      if (entry + 12 > view.byteLength) return;
      if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
    }
  }
  // The picture upright, ready to be drawn. Older Safari knows no createImageBitmap, or not its options.
  async function decoded(file) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      const image = document.createElement("img");
      image.src = await new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
      });
      await image.decode();
      return image;
    }
  }
  const isHeic = (bytes) => /^ftyp(hei|hev|mif1|msf1)/.test(new TextDecoder("latin1").decode(bytes.slice(4, 12)));
  async function smaller(file, bytes, exif) {
    const picture = await decoded(file);
    const width = picture.naturalWidth || picture.width;
    const height = picture.naturalHeight || picture.height;
    const scale = Math.min(1, LONGEST / Math.max(width, height));
    const heic = isHeic(bytes); // an iPhone draws it, the server does not take it
    if (scale === 1 && bytes.byteLength <= HEAVY && !heic) return null;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
    if (!blob || (blob.size >= bytes.byteLength && !heic)) return null;
    const made = await blob.arrayBuffer();
    if (!exif) return made;
    upright(exif);
    return new Blob([made.slice(0, 2), exif, made.slice(2)]).arrayBuffer();
  }

  window.pictures = { exifOf, takenAt, smaller };
})();
