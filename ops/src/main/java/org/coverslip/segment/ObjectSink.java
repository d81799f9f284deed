package org.coverslip.segment;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.density.DensityGrid;
import org.coverslip.geojson.Feature;
import org.coverslip.geojson.FeatureWriter;
import org.coverslip.report.GrowingFile;
import org.coverslip.report.LabelColours;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;
import org.coverslip.segment.label.LabelSpool;
import org.coverslip.segment.objects.Found;
import org.coverslip.segment.objects.Intensity;
import org.coverslip.segment.objects.ObjectMask;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.segment.objects.Shape;
import org.coverslip.slide.PixelSize;
import org.coverslip.tile.Placement;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.util.AffineTransformation;

/**
 * Measures objects one by one and writes them to objects.csv and objects.geojson as they come; none
 * of them is kept. Not for several threads at once.
 */
final class ObjectSink implements AutoCloseable {

    private static final List<String> SHAPE =
            List.of(
                    "perimeter",
                    "circularity",
                    "feret",
                    "min feret",
                    "major axis",
                    "minor axis",
                    "eccentricity",
                    "angle",
                    "solidity");

    private final List<String> names;
    private final ObjectOptions options;
    private final Placement placement;
    private final PixelSize pixelSize;
    private final Optional<DensityGrid> density;
    private final List<String> measures;
    private final int channels;
    private final boolean rgb;
    private final FeatureWriter features;
    private final GrowingFile table;
    private long count;

    /**
     * Where a plane's objects are entered.
     *
     * @param plane from 0
     * @param counts of the plane
     * @param labels takes the objects' numbers
     * @param image what intensities are measured on
     * @param regions that objects are counted in by their centre
     * @param share output pixels per pixel of an object, for the area of its class; 0 where pixels
     *     were counted before
     */
    record Target(
            int plane,
            PlaneCounts counts,
            LabelSpool labels,
            ImageCells image,
            List<RegionTest> regions,
            double share) {}

    /** Whether a point of the image lies in a region. */
    @FunctionalInterface
    interface RegionTest {
        boolean contains(double x, double y);
    }

    /**
     * @param own folder of the image's results
     * @param names of the classes
     * @param placement of the objects' plane on the image
     * @param pixelSize of the objects' plane; empty: measures are in pixels of the image
     * @param density counts the objects of the first plane; empty: nobody does
     * @param channels of the image
     * @param rgb whether they are 8-bit colours
     */
    ObjectSink(
            Path own,
            List<String> names,
            ObjectOptions options,
            Placement placement,
            Optional<PixelSize> pixelSize,
            Optional<DensityGrid> density,
            int channels,
            boolean rgb) {
        this.names = names;
        this.options = options;
        this.placement = placement;
        // NB: where no micrometres are known, measures are in pixels of the image, as positions
        // are.
        this.pixelSize =
                pixelSize.orElseGet(() -> new PixelSize(placement.scaleX(), placement.scaleY()));
        this.density = density;
        this.channels = channels;
        this.rgb = rgb;
        measures = measures(pixelSize.isPresent() ? "um" : "px");
        features = FeatureWriter.open(own.resolve("objects.geojson"));
        table = new GrowingFile(own.resolve("objects.csv"));
        List<String> head = new ArrayList<>(List.of("object", "class", "plane", "x", "y"));
        head.addAll(measures);
        line(head);
    }

    private List<String> measures(String unit) {
        List<String> all = new ArrayList<>();
        all.add("probability");
        all.add("area " + unit + "^2");
        for (String s : SHAPE) {
            boolean ratio = List.of("circularity", "eccentricity", "angle", "solidity").contains(s);
            all.add(s + (ratio ? "" : " " + unit));
        }
        for (String channel : Intensity.names(channels, rgb)) {
            all.add(channel + " mean");
            all.add(channel + " sum");
            all.add(channel + " sd");
        }
        return all;
    }

    private void line(List<String> cells) {
        byte[] bytes = (Table.line(cells) + "\n").getBytes(StandardCharsets.UTF_8);
        table.write(bytes, 0, bytes.length);
    }

    /** Objects so far. */
    long count() {
        return count;
    }

    /** Area of a pixel of the objects' plane, in the unit of the measures. */
    double pixelArea() {
        return pixelSize.x() * pixelSize.y();
    }

    /** Enters an object, if its size is asked for. */
    void add(Found found, Target target) {
        ObjectMask mask = found.mask();
        int f = found.factor();
        PixelSize size = new PixelSize(pixelSize.x() * f, pixelSize.y() * f);
        Shape shape = Shape.of(mask, Optional.of(size));
        double area = shape.area();
        if (area < options.smallest() || options.largest() > 0 && area > options.largest()) return;
        count++;
        if (count == Integer.MAX_VALUE) throw new ArithmeticException("too many objects to number");
        double x = placement.offsetX() + shape.x() * f * placement.scaleX();
        double y = placement.offsetY() + shape.y() * f * placement.scaleY();
        double[] values = values(found, target, shape, area);
        Map<String, Double> measurements = new LinkedHashMap<>();
        List<String> cells = new ArrayList<>();
        String name = names.get(found.label() - 1);
        cells.addAll(
                List.of(
                        Long.toString(count),
                        name,
                        Integer.toString(target.plane() + 1),
                        Numbers.place(x),
                        Numbers.place(y)));
        for (int i = 0; i < values.length; i++) {
            measurements.put(measures.get(i), values[i]);
            cells.add(Double.isNaN(values[i]) ? "" : Numbers.text(values[i]));
        }
        line(cells);
        Geometry outline = onImage(found.outline(), f);
        var classification = new Feature.Classification(name, LabelColours.of(found.label() - 1));
        features.add(Feature.detection(outline, classification, measurements), target.plane());
        int c = found.label() - 1;
        long pixels = Math.round(mask.pixels() * target.share());
        target.counts().all.objects[c]++;
        if (target.plane() == 0) density.ifPresent(d -> d.add(c, x, y));
        target.counts().all.sizes[c] += pixels;
        for (int r = 0; r < target.regions().size(); r++) {
            if (!target.regions().get(r).contains(x, y)) continue;
            target.counts().regions.get(r).objects[c]++;
            target.counts().regions.get(r).sizes[c] += pixels;
        }
        if (f == 1) paint(mask, target.labels());
    }

    private double[] values(Found found, Target target, Shape s, double area) {
        double[] values = new double[measures.size()];
        java.util.Arrays.fill(values, Double.NaN);
        double[] shape = {
            found.score(),
            area,
            s.perimeter(),
            s.circularity(),
            s.feret(),
            s.feretMin(),
            s.major(),
            s.minor(),
            s.eccentricity(),
            s.angle(),
            s.solidity()
        };
        System.arraycopy(shape, 0, values, 0, shape.length);
        if (found.factor() > 1) return values;
        ObjectMask m = found.mask();
        float[][] pixels = target.image().read(m.x(), m.y(), m.width(), m.height());
        Intensity i = Intensity.of(m, pixels, rgb);
        for (int c = 0; c < i.mean().length; c++) {
            values[shape.length + 3 * c] = i.mean()[c];
            values[shape.length + 3 * c + 1] = i.sum()[c];
            values[shape.length + 3 * c + 2] = i.deviation()[c];
        }
        return values;
    }

    private Geometry onImage(Geometry outline, int factor) {
        AffineTransformation place =
                AffineTransformation.scaleInstance(
                        placement.scaleX() * factor, placement.scaleY() * factor);
        place.translate(placement.offsetX(), placement.offsetY());
        return place.transform(outline);
    }

    /** NB: where polygons overlap, the more probable one comes first and stays. */
    private void paint(ObjectMask m, LabelSpool labels) {
        int[] pixels = new int[m.width() * m.height()];
        labels.read(m.x(), m.y(), m.width(), m.height(), pixels);
        for (int i = 0; i < pixels.length; i++) {
            if (m.on()[i] && pixels[i] == 0) pixels[i] = (int) count;
        }
        labels.write(m.x(), m.y(), m.width(), m.height(), pixels);
    }

    /** Gives both files their names. */
    void finish() {
        features.finish();
        table.finish();
    }

    @Override
    public void close() {
        features.close();
        table.close();
    }
}
