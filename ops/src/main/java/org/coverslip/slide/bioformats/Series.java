package org.coverslip.slide.bioformats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One image within a file.
 *
 * @param index in the file
 * @param name may be empty
 * @param width pixels at full resolution
 * @param height pixels at full resolution
 * @param aside whether it is a label, a macro photograph or a thumbnail
 */
record Series(int index, String name, int width, int height, boolean aside) {

    static List<Series> all(LociReader reader, LociMetadata metadata) {
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < reader.getSeriesCount(); i++) {
            reader.setSeries(i);
            String name = metadata.getImageName(i) == null ? "" : metadata.getImageName(i).strip();
            String plain = name.toLowerCase(Locale.ROOT);
            // NB: not every reader marks them as thumbnails.
            boolean aside =
                    reader.isThumbnailSeries()
                            || plain.startsWith("label")
                            || plain.startsWith("macro")
                            || plain.startsWith("overview")
                            || plain.startsWith("thumbnail");
            all.add(new Series(i, name, reader.getSizeX(), reader.getSizeY(), aside));
        }
        return all;
    }

    /** The slide itself: the largest that is not set aside, the first of several. */
    static Series main(List<Series> all) {
        Comparator<Series> byRank =
                Comparator.comparing((Series s) -> s.aside ? 0 : 1)
                        .thenComparing(s -> (long) s.width * s.height)
                        .thenComparing(s -> -s.index);
        return all.stream().max(byRank).orElseThrow();
    }

    /** {@code label image (387 x 463)}. */
    @Override
    public String toString() {
        String title = name.isEmpty() ? "series " + (index + 1) : name;
        return title + " (" + width + " x " + height + ")";
    }
}
