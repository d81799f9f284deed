package org.coverslip.synthetic;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import org.coverslip.report.Progress;

/**
 * The nuclei of a slide, written block by block: as {@code x,y,a,b,angle,class} (level-0 pixels;
 * half axes; degrees from the x axis towards the y axis) or as polygons.
 */
final class NucleusTruth {

    private static final int BLOCK = 1024;

    /** Blocks computed before they are written: some 0.3 s of work. */
    private static final int AT_ONCE = 16;

    private static final int POINTS = 24;

    private final SyntheticSlide slide;
    private final Progress progress;

    NucleusTruth(SyntheticSlide slide, Progress progress) {
        this.slide = slide;
        this.progress = progress;
    }

    private interface Sink {
        void add(Nucleus nucleus) throws IOException;
    }

    /** Returns how many there are of each class. */
    Map<String, Long> writeTable(OutputStream out) throws IOException {
        Map<Region, Long> counts = new EnumMap<>(Region.class);
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        text.write("x,y,a,b,angle,class\n");
        forEach(
                n -> {
                    counts.merge(n.region(), 1L, Long::sum);
                    double degrees = n.angle() * 180 / Math.PI % 180;
                    text.write(number(n.x()) + ',' + number(n.y()) + ',' + number(n.a()) + ',');
                    text.write(number(n.b()) + ',' + number(degrees) + ',' + n.region().label());
                    text.write('\n');
                });
        text.flush();
        Map<String, Long> named = new LinkedHashMap<>();
        for (Region region : slide.parameters().regions()) {
            named.put(region.label(), counts.getOrDefault(region, 0L));
        }
        return named;
    }

    void writeOutlines(OutputStream out) throws IOException {
        GeoJson json = new GeoJson(out);
        forEach(
                n -> {
                    List<int[]> points = new ArrayList<>();
                    for (double[] p : n.polygon(POINTS)) {
                        points.add(
                                new int[] {
                                    (int) Math.round(2 * Math.max(0, p[0])),
                                    (int) Math.round(2 * Math.max(0, p[1]))
                                });
                    }
                    json.add("detection", n.region(), List.of(points));
                });
        json.end();
    }

    private void forEach(Sink sink) throws IOException {
        long across = (slide.width() + BLOCK - 1) / BLOCK;
        long total = across * ((slide.height() + BLOCK - 1) / BLOCK);
        for (long k = 0; k < total; k += AT_ONCE) {
            if (progress.isCanceled()) throw new CancellationException("stopped");
            long end = Math.min(total, k + AT_ONCE);
            List<List<Nucleus>> found =
                    LongStream.range(k, end).parallel().mapToObj(b -> block(b, across)).toList();
            for (List<Nucleus> block : found) {
                for (Nucleus n : block) sink.add(n);
            }
            progress.update(end, total, "blocks of nuclei");
        }
    }

    private List<Nucleus> block(long index, long across) {
        int x = (int) (index % across) * BLOCK;
        int y = (int) (index / across) * BLOCK;
        int w = Math.min(BLOCK, slide.width() - x);
        int h = Math.min(BLOCK, slide.height() - y);
        return slide.nucleiIn(x, y, w, h);
    }

    private static String number(double v) {
        return Double.toString(Math.round(v * 100) / 100.0);
    }
}
