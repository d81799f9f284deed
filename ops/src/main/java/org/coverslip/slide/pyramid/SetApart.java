package org.coverslip.slide.pyramid;

import java.util.ArrayList;
import java.util.List;

/** The pages that are no part of the pyramid, in words. */
final class SetApart {

    private static final int NAMED = 8;

    private SetApart() {}

    /** One note that names them with their sizes; none if there are none. */
    static List<String> notes(List<TiledPage> pages) {
        if (pages.isEmpty()) return List.of();
        List<String> names = new ArrayList<>();
        for (TiledPage page : pages) {
            if (names.size() == NAMED) break;
            String kind = Aperio.wrote(page) ? Aperio.kind(page.description()) : "page";
            names.add(kind + " " + page.width() + " x " + page.height());
        }
        int more = pages.size() - names.size();
        String rest = more > 0 ? " and " + more + " more" : "";
        return List.of("set apart from the levels: " + String.join(", ", names) + rest);
    }
}
