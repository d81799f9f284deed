package org.coverslip.synthetic;

import java.awt.Color;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.coverslip.report.LabelColours;

/** A feature collection as QuPath reads it, written feature by feature: level-0 pixels. */
final class GeoJson {

    private final Writer text;
    private boolean any;

    GeoJson(OutputStream out) throws IOException {
        text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        text.write("{\"type\":\"FeatureCollection\",\"features\":[");
    }

    /**
     * @param type of object: {@code annotation} or {@code detection}
     * @param rings the outer one first, then holes; points in half pixels, not closed
     */
    void add(String type, Region region, List<List<int[]>> rings) throws IOException {
        Color c = LabelColours.of(region.ordinal() - 1);
        text.write(any ? ",\n" : "\n");
        any = true;
        text.write("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[");
        for (int i = 0; i < rings.size(); i++) {
            if (i > 0) text.write(',');
            ring(rings.get(i));
        }
        text.write("]},\"properties\":{\"objectType\":\"" + type + "\",\"classification\":{");
        text.write("\"name\":\"" + region.label() + "\",\"color\":[");
        text.write(c.getRed() + "," + c.getGreen() + "," + c.getBlue() + "]}}}");
    }

    private void ring(List<int[]> points) throws IOException {
        text.write('[');
        for (int[] p : points) {
            point(p);
            text.write(',');
        }
        point(points.get(0));
        text.write(']');
    }

    private void point(int[] p) throws IOException {
        text.write("[" + half(p[0]) + "," + half(p[1]) + "]");
    }

    private static String half(int halves) {
        return halves % 2 == 0 ? Integer.toString(halves / 2) : halves / 2 + ".5";
    }

    /** Ends the collection; the stream stays open. */
    void end() throws IOException {
        text.write("\n]}\n");
        text.flush();
    }
}
