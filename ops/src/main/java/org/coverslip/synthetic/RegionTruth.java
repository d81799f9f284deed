package org.coverslip.synthetic;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The regions of a slide as polygons. */
final class RegionTruth {

    private RegionTruth() {}

    static void write(RegionGrid grid, List<Region> regions, OutputStream out) throws IOException {
        GeoJson json = new GeoJson(out);
        for (Region region : regions) {
            List<RegionGrid.Ring> rings = grid.rings(region);
            List<List<List<int[]>>> polygons = new ArrayList<>();
            List<RegionGrid.Ring> outer = rings.stream().filter(r -> !r.isHole()).toList();
            for (RegionGrid.Ring ring : outer) {
                polygons.add(new ArrayList<>(List.of(ring.halves())));
            }
            for (RegionGrid.Ring hole : rings) {
                if (hole.isHole()) polygons.get(owner(hole, outer)).add(hole.halves());
            }
            for (List<List<int[]>> polygon : polygons) json.add("annotation", region, polygon);
        }
        json.end();
    }

    /** The smallest outline around a hole. */
    private static int owner(RegionGrid.Ring hole, List<RegionGrid.Ring> outer) {
        int best = -1;
        int[] point = hole.halves().get(0);
        for (int i = 0; i < outer.size(); i++) {
            RegionGrid.Ring ring = outer.get(i);
            boolean smaller = best < 0 || ring.area() < outer.get(best).area();
            if (smaller && ring.area() > -hole.area() && contains(ring, point)) best = i;
        }
        if (best < 0) throw new IllegalStateException("a hole outside every region");
        return best;
    }

    /** Even-odd rule. */
    private static boolean contains(RegionGrid.Ring ring, int[] p) {
        List<int[]> points = ring.halves();
        boolean inside = false;
        for (int i = 0, j = points.size() - 1; i < points.size(); j = i++) {
            int[] a = points.get(i);
            int[] b = points.get(j);
            if (a[1] > p[1] == b[1] > p[1]) continue;
            double x = (double) (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0];
            if (p[0] < x) inside = !inside;
        }
        return inside;
    }
}
