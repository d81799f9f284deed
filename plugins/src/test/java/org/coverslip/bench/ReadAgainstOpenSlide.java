package org.coverslip.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.imglib2.FinalInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Cast;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;

/**
 * Regions of 512 x 512 pixels scattered over the tissue of a JPEG pyramid, read by us and by
 * Debian's python3-openslide in turn; the value is the smaller of the ratios with one thread and
 * with two. Each run opens the slide anew.
 */
final class ReadAgainstOpenSlide implements Benchmark {

    private static final int RUNS = 5;
    private static final int REGIONS = 400;
    private static final int EDGE = 512;
    private static final int SIDE = 16_000;

    private static final String PYTHON =
            """
            import sys, time, openslide
            from concurrent.futures import ThreadPoolExecutor
            path, threads = sys.argv[1], int(sys.argv[2])
            places = [tuple(map(int, line.split())) for line in sys.stdin]
            slide = openslide.OpenSlide(path)
            start = time.perf_counter()
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(lambda p: slide.read_region(p, 0, (%d, %d)).size, places))
            print(time.perf_counter() - start)
            """
                    .formatted(EDGE, EDGE);

    @Override
    public String name() {
        return "read_vs_openslide";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path slide = workshop.slide(SIDE, 0.9);
        List<int[]> places = places();
        double check = python(slide, places.subList(0, 1), 1);
        if (Double.isNaN(check)) {
            return new Figure(
                    Double.NaN,
                    "ratio",
                    "not measured: /usr/bin/python3 has no openslide here (apt install python3-openslide)");
        }
        ours(slide, places, 1);
        double[] one = new double[RUNS];
        double[] two = new double[RUNS];
        double[] gain = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            double a1 = ours(slide, places, 1);
            double b1 = python(slide, places, 1);
            double a2 = ours(slide, places, 2);
            double b2 = python(slide, places, 2);
            one[i] = b1 / a1;
            two[i] = b2 / a2;
            gain[i] = a1 / a2;
        }
        String note =
                String.format(
                        Locale.ROOT,
                        "times as fast as OpenSlide: one thread %.2f (%s), two threads %.2f (%s); our two threads against our one %.2f",
                        Workshop.median(one),
                        Workshop.spread(one),
                        Workshop.median(two),
                        Workshop.spread(two),
                        Workshop.median(gain));
        return new Figure(Math.min(Workshop.median(one), Workshop.median(two)), "ratio", note);
    }

    private static List<int[]> places() {
        SplittableRandom random = new SplittableRandom(7);
        List<int[]> places = new ArrayList<>();
        int rim = SIDE / 5;
        for (int i = 0; i < REGIONS; i++) {
            places.add(
                    new int[] {random.nextInt(rim, SIDE - rim), random.nextInt(rim, SIDE - rim)});
        }
        return places;
    }

    private static double ours(Path file, List<int[]> places, int threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Slide slide = Slides.open(file)) {
            PrimitiveBlocks<UnsignedByteType> blocks =
                    PrimitiveBlocks.<UnsignedByteType>of(Cast.unchecked(slide.image(0, 0)))
                            .threadSafe();
            long start = System.nanoTime();
            List<Future<?>> done = new ArrayList<>();
            for (int[] p : places) {
                done.add(
                        pool.submit(
                                () -> {
                                    byte[] rgb = new byte[EDGE * EDGE * 3];
                                    blocks.copy(
                                            FinalInterval.createMinMax(
                                                    p[0],
                                                    p[1],
                                                    0,
                                                    p[0] + EDGE - 1,
                                                    p[1] + EDGE - 1,
                                                    2),
                                            rgb);
                                }));
            }
            for (Future<?> f : done) f.get();
            return (System.nanoTime() - start) * 1e-9;
        } finally {
            pool.shutdown();
        }
    }

    /** Seconds, or NaN where OpenSlide is not installed. */
    private static double python(Path file, List<int[]> places, int threads)
            throws IOException, InterruptedException {
        Path input = Files.createTempFile("places", ".txt");
        try {
            StringBuilder text = new StringBuilder();
            for (int[] p : places) text.append(p[0]).append(' ').append(p[1]).append('\n');
            Files.writeString(input, text);
            Process process =
                    new ProcessBuilder(
                                    "/usr/bin/python3",
                                    "-c",
                                    PYTHON,
                                    file.toString(),
                                    Integer.toString(threads))
                            .redirectInput(input.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            return process.waitFor() == 0 ? Double.parseDouble(out) : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        } finally {
            Files.delete(input);
        }
    }
}
