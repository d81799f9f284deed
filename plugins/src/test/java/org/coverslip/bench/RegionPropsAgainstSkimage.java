package org.coverslip.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.coverslip.segment.objects.RegionProps;

/**
 * Connected components and measures of 20 000 objects on 4096 x 4096 pixels, by us and by Debian's
 * python3-skimage, one thread each; the value is how many times as fast we are, and the note the
 * largest relative difference of area, perimeter, axes, eccentricity and mean intensity.
 */
final class RegionPropsAgainstSkimage implements Benchmark {

    private static final int SIDE = 4096;
    private static final int OBJECTS = 20_000;

    private static final String PYTHON =
            """
            import sys, time, numpy as np
            from skimage.measure import label, regionprops
            folder, side = sys.argv[1], int(sys.argv[2])
            mask = np.fromfile(folder + "/mask.bin", np.uint8).reshape(side, side)
            image = np.fromfile(folder + "/image.bin", np.float32).reshape(side, side)
            start = time.perf_counter()
            labels = label(mask, connectivity=2)
            rows = [(r.area, r.perimeter, r.major_axis_length, r.minor_axis_length,
                     r.eccentricity, r.mean_intensity, r.centroid[1], r.centroid[0])
                    for r in regionprops(labels, image)]
            seconds = time.perf_counter() - start
            np.array(rows, np.float64).tofile(folder + "/skimage.bin")
            print(seconds)
            """;

    @Override
    public String name() {
        return "regionprops_vs_skimage";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path folder = Files.createDirectories(workshop.folder().resolve("regionprops"));
        int[] mask = new int[SIDE * SIDE];
        float[] image = new float[SIDE * SIDE];
        draw(mask, image);
        write(folder, mask, image);
        double[] ours = new double[3];
        List<RegionProps.Region> regions = List.of();
        for (int i = 0; i < ours.length; i++) {
            long start = System.nanoTime();
            int[] labels = RegionProps.label(mask, SIDE, SIDE);
            regions =
                    RegionProps.of(
                            labels, SIDE, SIDE, new float[][] {image}, false, Optional.empty());
            ours[i] = (System.nanoTime() - start) * 1e-9;
        }
        double theirs = python(folder);
        if (Double.isNaN(theirs)) {
            return new Figure(
                    Double.NaN,
                    "ratio",
                    "not measured: /usr/bin/python3 has no skimage here (apt install python3-skimage)");
        }
        double worst = compare(regions, Files.readAllBytes(folder.resolve("skimage.bin")));
        String note =
                String.format(
                        Locale.ROOT,
                        "%d objects; ours %.2f s (%s), skimage %.2f s; largest relative difference %.1e",
                        regions.size(),
                        Workshop.median(ours),
                        Workshop.spread(ours),
                        theirs,
                        worst);
        return new Figure(theirs / Workshop.median(ours), "ratio", note);
    }

    private static void draw(int[] mask, float[] image) {
        SplittableRandom random = new SplittableRandom(20);
        for (int i = 0; i < image.length; i++) image[i] = (float) random.nextDouble(255);
        int across = (int) Math.ceil(Math.sqrt(OBJECTS));
        double pitch = SIDE / (double) across;
        for (int k = 0; k < OBJECTS; k++) {
            double x = (k % across + 0.5) * pitch;
            double y = (k / across + 0.5) * pitch;
            double a = random.nextDouble(4, pitch / 2 - 1.5);
            double b = random.nextDouble(3, a);
            double turn = random.nextDouble(Math.PI);
            for (int j = (int) (y - a) - 1; j <= y + a + 1; j++) {
                for (int i = (int) (x - a) - 1; i <= x + a + 1; i++) {
                    double u = (i - x) * Math.cos(turn) + (j - y) * Math.sin(turn);
                    double v = (j - y) * Math.cos(turn) - (i - x) * Math.sin(turn);
                    boolean in = u * u / a / a + v * v / b / b <= 1;
                    if (in && i >= 0 && j >= 0 && i < SIDE && j < SIDE) mask[j * SIDE + i] = 1;
                }
            }
        }
    }

    private static void write(Path folder, int[] mask, float[] image) throws IOException {
        byte[] bytes = new byte[mask.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) mask[i];
        Files.write(folder.resolve("mask.bin"), bytes);
        ByteBuffer floats = ByteBuffer.allocate(4 * image.length).order(ByteOrder.LITTLE_ENDIAN);
        floats.asFloatBuffer().put(image);
        Files.write(folder.resolve("image.bin"), floats.array());
    }

    private static double compare(List<RegionProps.Region> regions, byte[] bytes) {
        ByteBuffer rows = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        double worst = 0;
        for (RegionProps.Region r : regions) {
            double[] own = {
                r.shape().area(),
                r.shape().perimeter(),
                r.shape().major(),
                r.shape().minor(),
                r.shape().eccentricity(),
                r.intensity().orElseThrow().mean()[0],
                r.shape().x() - 0.5,
                r.shape().y() - 0.5
            };
            for (double v : own) {
                double other = rows.getDouble();
                worst = Math.max(worst, Math.abs(v - other) / Math.max(1, Math.abs(other)));
            }
        }
        return rows.hasRemaining() ? Double.POSITIVE_INFINITY : worst;
    }

    /** Seconds, or NaN where scikit-image is not installed. */
    private static double python(Path folder) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "/usr/bin/python3",
                                "-c",
                                PYTHON,
                                folder.toString(),
                                Integer.toString(SIDE))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String out =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? Double.parseDouble(out) : Double.NaN;
    }
}
