package org.coverslip;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.coverslip.synthetic.Region;
import org.coverslip.synthetic.Rendering;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;

/**
 * Pictures of three kinds of synthetic tissue in a folder per kind. Each slide has a stain, a lamp
 * and a camera of its own: densities of red, green and blue times 0.7 to 1.4 each, light times 0.85
 * to 1.15, and Gaussian noise of 12 grey values on every pixel.
 */
public final class TissuePictures {

    private static final List<Region> KINDS = List.of(Region.NORMAL, Region.STROMA, Region.TUMOUR);
    private static final int SLIDE = 1500;
    private static final int PER_SLIDE = 6;
    private static final double NOISE = 12;

    private TissuePictures() {}

    /**
     * Writes {@code <kind>/s<slide>_<number>.png}.
     *
     * @param perKind pictures of each kind
     * @param side edge in pixels of 1 um
     * @param seed of the first slide
     */
    public static void write(Path folder, int perKind, int side, long seed) throws IOException {
        int[] written = new int[KINDS.size()];
        for (long s = seed; ; s++) {
            var slide =
                    SyntheticSlide.of(
                            SlideParameters.of(s, SLIDE, SLIDE).withSpacing(1).withTissue(0.8));
            SplittableRandom random = new SplittableRandom(s);
            double[] look = new double[4];
            for (int c = 0; c < 3; c++) look[c] = random.nextDouble(0.7, 1.4);
            look[3] = random.nextDouble(0.85, 1.15);
            int[] room = {PER_SLIDE, PER_SLIDE, PER_SLIDE};
            boolean more = false;
            for (int attempt = 0; attempt < 400; attempt++) {
                int x = random.nextInt(SLIDE - side);
                int y = random.nextInt(SLIDE - side);
                int kind = KINDS.indexOf(slide.regionAt(x + side / 2, y + side / 2));
                if (kind < 0 || room[kind] == 0 || written[kind] >= perKind) continue;
                Rendering pixels = slide.render(x, y, side, side);
                if (!isMostly(pixels, KINDS.get(kind))) continue;
                String name = "s" + s + "_" + written[kind]++ + ".png";
                Path file = folder.resolve(KINDS.get(kind).label()).resolve(name);
                Files.createDirectories(file.getParent());
                ImageIO.write(picture(pixels, side, look, random), "png", file.toFile());
                room[kind]--;
            }
            for (int n : written) more |= n < perKind;
            if (!more) return;
        }
    }

    private static boolean isMostly(Rendering pixels, Region kind) {
        int n = 0;
        for (byte region : pixels.regions()) if (region == kind.ordinal()) n++;
        return n >= 0.95 * pixels.regions().length;
    }

    private static BufferedImage picture(
            Rendering pixels, int side, double[] look, SplittableRandom random) {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        byte[] rgb = pixels.rgb();
        for (int i = 0; i < side * side; i++) {
            int value = 0;
            for (int c = 0; c < 3; c++) {
                double light = ((rgb[3 * i + c] & 0xff) + 1) / 256.0;
                double seen = 256 * Math.pow(light, look[c]) * look[3] - 1;
                seen += NOISE * random.nextGaussian();
                value = value << 8 | (int) Math.max(0, Math.min(255, Math.round(seen)));
            }
            picture.setRGB(i % side, i / side, value);
        }
        return picture;
    }
}
