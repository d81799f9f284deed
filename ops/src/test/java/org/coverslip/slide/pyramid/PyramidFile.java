package org.coverslip.slide.pyramid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes TIFF byte by byte, so that a test can say exactly what a file holds. */
final class PyramidFile {

    private final ByteOrder order;
    private final boolean big;
    private final List<Page> pages = new ArrayList<>();

    private PyramidFile(ByteOrder order, boolean big) {
        this.order = order;
        this.big = big;
    }

    static PyramidFile classic(ByteOrder order) {
        return new PyramidFile(order, false);
    }

    static PyramidFile bigTiff(ByteOrder order) {
        return new PyramidFile(order, true);
    }

    /** Starts a page; {@code tiles} left to right, then down, null where absent. */
    Page page(int width, int height, int side, byte[]... tiles) {
        Page page = new Page(tiles);
        page.set(256, width).set(257, height).set(322, side).set(323, side);
        page.set(258, 8).set(259, 1).set(262, 1).set(277, 1);
        pages.add(page);
        return page;
    }

    Path write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[big ? 16 : 8]);
        for (Page page : pages) page.tiles(out);
        for (Page page : pages) for (Page child : page.children) child.tiles(out);
        List<Long> places = new ArrayList<>();
        for (Page page : pages) {
            long[] children = new long[page.children.size()];
            for (int i = 0; i < children.length; i++) {
                children[i] = out.size();
                out.writeBytes(page.children.get(i).directory(out.size(), 0));
            }
            if (children.length > 0) page.set(330, children);
            places.add((long) out.size());
            int size = page.directory(out.size(), 0).length;
            boolean last = page == pages.get(pages.size() - 1);
            // NB: children of the next page stand between.
            long next = last ? 0 : out.size() + size + pages.get(pages.indexOf(page) + 1).before();
            out.writeBytes(page.directory(out.size(), next));
        }
        byte[] all = out.toByteArray();
        ByteBuffer head = ByteBuffer.wrap(all).order(order);
        byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
        head.put(mark).put(mark).putShort((short) (big ? 43 : 42));
        if (big) head.putShort((short) 8).putShort((short) 0).putLong(places.get(0));
        else head.putInt(places.get(0).intValue());
        return Files.write(file, all);
    }

    /** One directory. */
    final class Page {

        private final byte[][] tiles;
        private final Map<Integer, Object> tags = new TreeMap<>();
        private final List<Page> children = new ArrayList<>();

        private Page(byte[][] tiles) {
            this.tiles = tiles;
        }

        Page set(int tag, long... values) {
            tags.put(tag, values);
            return this;
        }

        Page set(int tag, String text) {
            tags.put(tag, (text + "\0").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** A smaller level as SubIFD. */
        Page child(int width, int height, int side, byte[]... of) {
            Page child = new Page(of);
            child.tags.putAll(tags);
            child.set(256, width).set(257, height).set(322, side).set(323, side).set(254, 1);
            children.add(child);
            return this;
        }

        private int before() {
            int n = 0;
            for (Page child : children) n += child.directory(0, 0).length;
            return n;
        }

        private void tiles(ByteArrayOutputStream out) {
            long[] offsets = new long[tiles.length];
            long[] counts = new long[tiles.length];
            for (int i = 0; i < tiles.length; i++) {
                if (tiles[i] == null) continue;
                offsets[i] = out.size();
                counts[i] = tiles[i].length;
                out.writeBytes(tiles[i]);
            }
            tags.putIfAbsent(324, offsets);
            tags.putIfAbsent(325, counts);
            if (!children.isEmpty()) set(330, new long[children.size()]);
        }

        private byte[] directory(long at, long next) {
            int word = big ? 8 : 4;
            int size = (big ? 8 : 2) + tags.size() * (big ? 20 : 12) + word;
            ByteBuffer out = ByteBuffer.allocate(size).order(order);
            ByteArrayOutputStream tail = new ByteArrayOutputStream();
            if (big) out.putLong(tags.size());
            else out.putShort((short) tags.size());
            tags.forEach(
                    (tag, value) -> {
                        byte[] raw = raw(value);
                        boolean text = value instanceof byte[];
                        int count = text ? raw.length : raw.length / word;
                        out.putShort(tag.shortValue()).putShort((short) (text ? 2 : big ? 16 : 4));
                        if (big) out.putLong(count);
                        else out.putInt(count);
                        long place = at + size + tail.size();
                        if (raw.length <= word) {
                            out.put(raw).put(new byte[word - raw.length]);
                        } else {
                            if (big) out.putLong(place);
                            else out.putInt((int) place);
                            tail.writeBytes(raw);
                        }
                    });
            if (big) out.putLong(next);
            else out.putInt((int) next);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(out.array());
            all.writeBytes(tail.toByteArray());
            return all.toByteArray();
        }

        private byte[] raw(Object value) {
            if (value instanceof byte[] text) return text;
            long[] numbers = (long[]) value;
            ByteBuffer raw = ByteBuffer.allocate(numbers.length * (big ? 8 : 4)).order(order);
            for (long n : numbers) {
                if (big) raw.putLong(n);
                else raw.putInt((int) n);
            }
            return raw.array();
        }
    }
}
