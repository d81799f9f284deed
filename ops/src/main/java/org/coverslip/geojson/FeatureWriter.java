package org.coverslip.geojson;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.coverslip.report.GrowingFile;
import org.coverslip.report.Numbers;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * Writes objects as a GeoJSON FeatureCollection that QuPath opens, one feature after the other:
 * memory does not grow with their number. Coordinates are rounded to hundredths of a pixel.
 *
 * <pre>{@code
 * try (FeatureWriter features = FeatureWriter.open(Path.of("objects.geojson"))) {
 *     features.add(Feature.detection(outline, new Classification("tumour", Color.RED), Map.of()));
 *     features.finish();
 * }
 * }</pre>
 *
 * <p>Not for several threads at once. Source: QuPath 0.5, {@code qupath.lib.io.GsonTools} and
 * {@code PathObjectTypeAdapters} and {@code ROITypeAdapters}.
 */
public final class FeatureWriter implements AutoCloseable {

    // NB: people read these files too; < and > need no escapes outside of HTML.
    private static final Gson TEXT = new GsonBuilder().disableHtmlEscaping().create();

    private static final int PER_PIXEL = 100;

    private final GrowingFile out;
    private final StringBuilder line = new StringBuilder(1024);
    private final Map<String, String> quoted = new HashMap<>();
    private long count;

    private FeatureWriter(GrowingFile out) {
        this.out = out;
        line.append("{\"type\":\"FeatureCollection\",\"features\":[");
        flush();
    }

    /**
     * Begins a file, which appears under its name when {@link #finish()} is called.
     *
     * @throws org.coverslip.RefusedException here or later, if it cannot be written
     */
    public static FeatureWriter open(Path file) {
        return new FeatureWriter(new GrowingFile(file));
    }

    /** Features so far. */
    public long count() {
        return count;
    }

    /** Adds an object of a picture, or of the first plane of a stack. */
    public void add(Feature feature) {
        add(feature, 0);
    }

    /**
     * Adds an object of a stack.
     *
     * @param z its plane, from 0
     */
    public void add(Feature feature, int z) {
        line.append(count++ == 0 ? "\n" : ",\n").append("{\"type\":\"Feature\",\"geometry\":");
        geometry(feature.outline(), z);
        line.append(",\"properties\":{\"objectType\":");
        text(feature.objectType());
        if (!feature.name().isEmpty()) {
            line.append(",\"name\":");
            text(feature.name());
        }
        feature.classification().ifPresent(this::classification);
        measurements(feature.measurements());
        line.append("}}");
        flush();
    }

    private void classification(Feature.Classification c) {
        Color rgb = c.colour();
        line.append(",\"classification\":{\"name\":");
        text(c.name());
        line.append(",\"color\":[").append(rgb.getRed()).append(',').append(rgb.getGreen());
        line.append(',').append(rgb.getBlue()).append("]}");
    }

    private void measurements(Map<String, Double> values) {
        line.append(",\"measurements\":{");
        boolean any = false;
        for (Map.Entry<String, Double> e : values.entrySet()) {
            if (!Double.isFinite(e.getValue())) continue;
            if (any) line.append(',');
            any = true;
            line.append(quoted.computeIfAbsent(e.getKey(), TEXT::toJson));
            line.append(':').append(Numbers.text(e.getValue()));
        }
        line.append('}');
    }

    private void geometry(Geometry outline, int z) {
        if (outline instanceof Polygon polygon) {
            line.append("{\"type\":\"Polygon\",\"coordinates\":");
            polygon(polygon);
        } else {
            line.append("{\"type\":\"MultiPolygon\",\"coordinates\":[");
            for (int i = 0; i < outline.getNumGeometries(); i++) {
                if (i > 0) line.append(',');
                polygon((Polygon) outline.getGeometryN(i));
            }
            line.append(']');
        }
        // NB: QuPath puts what has no plane on the first one.
        if (z > 0) line.append(",\"plane\":{\"c\":-1,\"z\":").append(z).append(",\"t\":0}");
        line.append('}');
    }

    private void polygon(Polygon polygon) {
        line.append('[');
        ring(polygon.getExteriorRing());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            line.append(',');
            ring(polygon.getInteriorRingN(i));
        }
        line.append(']');
    }

    private void ring(LinearRing ring) {
        CoordinateSequence points = ring.getCoordinateSequence();
        line.append('[');
        for (int i = 0; i < points.size(); i++) {
            if (i > 0) line.append(',');
            line.append('[');
            number(points.getX(i));
            line.append(',');
            number(points.getY(i));
            line.append(']');
        }
        line.append(']');
    }

    /** NB: by hand; formatting doubles took two thirds of the time of a million polygons. */
    private void number(double value) {
        long v = Math.round(value * PER_PIXEL);
        if (v < 0) line.append('-');
        v = Math.abs(v);
        line.append(v / PER_PIXEL);
        int fraction = (int) (v % PER_PIXEL);
        if (fraction == 0) return;
        line.append('.').append((char) ('0' + fraction / 10));
        if (fraction % 10 != 0) line.append((char) ('0' + fraction % 10));
    }

    private void text(String value) {
        line.append(TEXT.toJson(value));
    }

    private void flush() {
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        line.setLength(0);
    }

    /** Ends the collection and gives the file its name. */
    public void finish() {
        line.append("\n]}\n");
        flush();
        out.finish();
    }

    /** Without {@link #finish()} before, nothing is left behind. */
    @Override
    public void close() {
        out.close();
    }
}
