package org.coverslip.slide;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a TIFF's image description says of the order of its pages, its pixel size and its values:
 * ImageJ's {@code key=value} lines, or the {@code Pixels} element of OME-XML.
 *
 * @param imagej whether ImageJ wrote the file
 * @param channels, slices, frames extents; 1 each where nothing is said
 * @param channelStep pages from one channel to the next, and so on for slices and frames
 * @param size pixel size, if trusted
 * @param depth from one slice to the next in micrometres, if said
 * @param display values shown black and white, if said
 * @param offset, slope linear calibration of the values; 0 and 1 for none
 */
public record TiffLayout(
        boolean imagej,
        int channels,
        int slices,
        int frames,
        int channelStep,
        int sliceStep,
        int frameStep,
        Optional<PixelSize> size,
        OptionalDouble depth,
        Optional<ValueRange> display,
        double offset,
        double slope) {

    private static final Pattern PIXELS = Pattern.compile("<(?:\\w+:)?Pixels\\s([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)\\s*=\\s*[\"']([^\"']*)[\"']");

    /** Print resolutions in dots per inch: settings of a program, not measurements. */
    private static final double[] PRINT = {
        72, 75, 90, 96, 100, 120, 144, 150, 180, 200, 240, 300, 350, 360, 400, 600, 720, 800, 1200,
        1440, 2400, 4800
    };

    /** Coarser than this, a resolution in centimetres is that of paper. */
    private static final double COARSEST = 100;

    /**
     * @param text image description of the first page
     * @param x, y resolution tags, in pixels per unit; 0 where not given
     * @param unit resolution unit: 1 none, 2 inch, 3 centimetre
     */
    public static TiffLayout of(String text, double x, double y, int unit) {
        if (text.startsWith("ImageJ=")) return imagej(text, x, y);
        Matcher ome = PIXELS.matcher(text);
        if (text.contains("OME") && ome.find()) return ome(ome.group(1));
        return plain(1, printed(x, y, unit));
    }

    /** Pages one after the other, without any channels. */
    public static TiffLayout plain(int pages, Optional<PixelSize> size) {
        OptionalDouble depth = OptionalDouble.empty();
        return new TiffLayout(false, 1, pages, 1, 1, 1, pages, size, depth, Optional.empty(), 0, 1);
    }

    /** The facts of this description over the page order of another. */
    public TiffLayout over(TiffLayout order) {
        return new TiffLayout(
                imagej,
                order.channels,
                order.slices,
                order.frames,
                order.channelStep,
                order.sliceStep,
                order.frameStep,
                size.isPresent() ? size : order.size,
                depth,
                display,
                offset,
                slope);
    }

    /** Whether offset and slope change the values. */
    public boolean calibrated() {
        return offset != 0 || slope != 1;
    }

    /** Pages that it speaks of. */
    public int pages() {
        long n = (long) channels * slices * frames;
        return (int) Math.min(n, Integer.MAX_VALUE);
    }

    /** Extent over slices and frames. */
    public int planes() {
        return slices * frames;
    }

    /** Index of the page that holds a channel of a plane. */
    public int page(int plane, int channel) {
        return channel * channelStep + plane % slices * sliceStep + plane / slices * frameStep;
    }

    private static TiffLayout imagej(String text, double x, double y) {
        Map<String, String> facts = new TreeMap<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0)
                facts.put(line.substring(0, equals), line.substring(equals + 1).strip());
        }
        int images = count(facts.get("images"));
        int c = count(facts.get("channels"));
        int z = count(facts.get("slices"));
        int t = count(facts.get("frames"));
        if ((long) c * z * t != images) {
            c = 1;
            z = images;
            t = 1;
        }
        Optional<PixelSize> size =
                x > 0 && y > 0 ? PixelSize.of(1 / x, 1 / y, facts.get("unit")) : Optional.empty();
        boolean linear = "0".equals(facts.get("cf"));
        double offset = linear ? real(facts.get("c0"), 0) : 0;
        double slope = linear ? real(facts.get("c1"), 1) : 1;
        double min = offset + slope * real(facts.get("min"), Double.NaN);
        double max = offset + slope * real(facts.get("max"), Double.NaN);
        Optional<ValueRange> display =
                min < max ? Optional.of(new ValueRange(min, max)) : Optional.empty();
        // NB: ImageJ leaves out a spacing of 1, which is also what an image has whose depth nobody
        // set: then nothing is known.
        OptionalDouble depth =
                PixelSize.micrometres(
                        Math.abs(real(facts.get("spacing"), 0)),
                        facts.getOrDefault("zunit", facts.get("unit")));
        return new TiffLayout(true, c, z, t, 1, c, c * z, size, depth, display, offset, slope);
    }

    private static TiffLayout ome(String attributes) {
        Map<String, String> facts = new TreeMap<>();
        Matcher m = ATTRIBUTE.matcher(attributes);
        while (m.find()) facts.put(m.group(1), m.group(2));
        Map<Character, Integer> extent =
                Map.of(
                        'C', count(facts.get("SizeC")),
                        'Z', count(facts.get("SizeZ")),
                        'T', count(facts.get("SizeT")));
        Map<Character, Integer> step = new TreeMap<>(Map.of('C', 0, 'Z', 0, 'T', 0));
        long next = 1;
        for (char axis : facts.getOrDefault("DimensionOrder", "XYCZT").toCharArray()) {
            if (!extent.containsKey(axis)) continue;
            step.put(axis, (int) Math.min(next, Integer.MAX_VALUE));
            next *= extent.get(axis);
        }
        Optional<PixelSize> x =
                PixelSize.of(
                        real(facts.get("PhysicalSizeX"), 0),
                        real(facts.get("PhysicalSizeY"), 0),
                        // NB: the unit is micrometre where OME-XML gives none.
                        facts.getOrDefault("PhysicalSizeXUnit", "um"));
        return new TiffLayout(
                false,
                extent.get('C'),
                extent.get('Z'),
                extent.get('T'),
                step.get('C'),
                step.get('Z'),
                step.get('T'),
                x,
                PixelSize.micrometres(
                        real(facts.get("PhysicalSizeZ"), 0),
                        facts.getOrDefault("PhysicalSizeZUnit", "um")),
                Optional.empty(),
                0,
                1);
    }

    /**
     * The pixel size in the resolution tags. Only pixels per centimetre count, as slide tools write
     * them (libvips, OpenSlide); a size above 100 um, or one that is a usual print resolution, is
     * none. Pixels per inch are never believed.
     */
    private static Optional<PixelSize> printed(double x, double y, int unit) {
        if (unit != 3 || x == 0 || y == 0) return Optional.empty();
        for (double dpi : PRINT) {
            if (Math.abs(x * 2.54 / dpi - 1) < 0.005) return Optional.empty();
        }
        double um = 1e4 / x;
        return um < COARSEST ? PixelSize.plausible(um, 1e4 / y) : Optional.empty();
    }

    private static int count(String text) {
        return (int) Math.max(1, Math.min(1 << 24, real(text, 1)));
    }

    private static double real(String text, double otherwise) {
        try {
            double v = text == null ? otherwise : Double.parseDouble(text);
            return Double.isNaN(v) || Double.isInfinite(v) ? otherwise : v;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
