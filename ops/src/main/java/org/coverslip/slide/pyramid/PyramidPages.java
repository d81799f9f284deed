package org.coverslip.slide.pyramid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The pages of a file sorted by what they are for.
 *
 * @param levels full resolution first; of each level as many pages as of the first
 * @param others thumbnail, label, macro and whatever else there is
 */
record PyramidPages(List<List<TiledPage>> levels, List<TiledPage> others) {

    /** Tiled pages of the same picture in ever smaller sizes, in the main chain or as SubIFDs. */
    static PyramidPages of(TiffFile file) throws IOException {
        List<TiledPage> full = new ArrayList<>();
        List<TiledPage> smaller = new ArrayList<>();
        List<TiledPage> others = new ArrayList<>();
        for (TiffTags tags : file.directories()) {
            TiledPage page = TiledPage.of(tags);
            if (full.isEmpty()) {
                full.add(page);
                continue;
            }
            TiledPage first = full.get(0);
            boolean same = page.width() == first.width() && page.height() == first.height();
            if (!page.tiled() || !page.like(first) || Aperio.beside(page)) others.add(page);
            else if (same && !page.reduced()) full.add(page);
            else if (reduces(first, page)) smaller.add(page);
            else others.add(page);
        }
        for (TiledPage page : full) {
            for (TiffTags tags : file.directories(page.children())) {
                TiledPage child = TiledPage.of(tags);
                boolean fits = child.tiled() && child.like(page) && reduces(page, child);
                (fits ? smaller : others).add(child);
            }
        }
        return new PyramidPages(levels(full, smaller, others), others);
    }

    private static List<List<TiledPage>> levels(
            List<TiledPage> full, List<TiledPage> smaller, List<TiledPage> others) {
        List<List<TiledPage>> levels = new ArrayList<>();
        levels.add(full);
        // NB: the sort is stable: the pages of one size stay in their order.
        smaller.sort(Comparator.comparingLong(TiledPage::width).reversed());
        for (int i = 0; i < smaller.size(); ) {
            TiledPage page = smaller.get(i);
            List<TiledPage> level = new ArrayList<>();
            while (i < smaller.size()
                    && smaller.get(i).width() == page.width()
                    && smaller.get(i).height() == page.height()) {
                level.add(smaller.get(i++));
            }
            if (level.size() == full.size()) levels.add(level);
            else others.addAll(level);
        }
        return levels;
    }

    /** Whether one factor explains both sides, to within a pixel of the smaller page. */
    private static boolean reduces(TiledPage full, TiledPage page) {
        if (page.width() >= full.width() && page.height() >= full.height()) return false;
        if (page.width() < 1 || page.height() < 1) return false;
        double least =
                Math.max(
                        (double) full.width() / (page.width() + 1),
                        (double) full.height() / (page.height() + 1));
        double most =
                Math.min(
                        page.width() == 1 ? Double.MAX_VALUE : full.width() / (page.width() - 1.0),
                        page.height() == 1
                                ? Double.MAX_VALUE
                                : full.height() / (page.height() - 1.0));
        return least <= most;
    }
}
