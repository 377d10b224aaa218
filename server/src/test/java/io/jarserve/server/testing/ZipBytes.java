package io.jarserve.server.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Damages the bytes of a ZIP file in chosen places. Stateless. */
public final class ZipBytes {

  private static final int END = 0x06054b50;

  /** Where the parts of an entry lie: its directory record, its local header, its data. */
  public record Place(int record, int header, int data, int size) {}

  private ZipBytes() {}

  /** The first part of it, as a copy that is under way has. */
  public static byte[] truncate(byte[] zip, double part) {
    return Arrays.copyOf(zip, (int) (zip.length * part));
  }

  /** Spoils the packed data of an entry; the central directory stays intact. */
  public static byte[] corrupt(byte[] zip, String entry) {
    byte[] changed = zip.clone();
    Place place = place(zip, entry);
    for (int i = place.data(); i < place.data() + place.size(); i++) {
      changed[i] ^= 0x5a;
    }
    return changed;
  }

  /** Gives an entry another name of the same length, in header and directory. */
  public static byte[] rename(byte[] zip, String entry, String name) {
    if (entry.length() != name.length()) {
      throw new IllegalArgumentException("names must be of one length: " + entry + ", " + name);
    }
    byte[] changed = zip.clone();
    byte[] ascii = name.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(ascii, 0, changed, place(zip, entry).record() + 46, ascii.length);
    System.arraycopy(ascii, 0, changed, place(zip, entry).header() + 30, ascii.length);
    return changed;
  }

  /** Sets the bit that says an entry is encrypted, in header and directory. */
  public static byte[] encrypt(byte[] zip, String entry) {
    byte[] changed = zip.clone();
    changed[place(zip, entry).record() + 8] |= 1;
    changed[place(zip, entry).header() + 6] |= 1;
    return changed;
  }

  /** Where an entry lies. */
  public static Place place(byte[] zip, String entry) {
    Place place = places(zip).get(entry);
    if (place == null) {
      throw new IllegalArgumentException("no entry " + entry + " in " + places(zip).keySet());
    }
    return place;
  }

  /** Where every entry lies, in the order of the central directory. */
  public static Map<String, Place> places(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int end = zip.length - 22;
    while (bytes.getInt(end) != END) {
      end--;
    }
    Map<String, Place> places = new LinkedHashMap<>();
    int record = bytes.getInt(end + 16);
    while (record < end) {
      int nameLength = bytes.getShort(record + 28);
      String name = new String(zip, record + 46, nameLength, StandardCharsets.UTF_8);
      int header = bytes.getInt(record + 42);
      int data = header + 30 + bytes.getShort(header + 26) + bytes.getShort(header + 28);
      places.put(name, new Place(record, header, data, bytes.getInt(record + 20)));
      record += 46 + nameLength + bytes.getShort(record + 30) + bytes.getShort(record + 32);
    }
    return places;
  }
}
