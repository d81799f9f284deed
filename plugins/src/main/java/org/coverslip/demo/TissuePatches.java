package org.coverslip.demo;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.coverslip.synthetic.Region;
import org.coverslip.synthetic.Rendering;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;

/**
 * Square pieces of synthetic slides, each wholly of one kind of tissue. The same seed gives the
 * same pieces.
 */
final class TissuePatches {

    /** Edge of a piece, pixels of 0.5 um. */
    static final int SIDE = 128;

    /** The kinds, in the order of the labels. */
    static final List<Region> KINDS = List.of(Region.STROMA, Region.NORMAL, Region.TUMOUR);

    private static final int SLIDE = 3000;
    private static final int PER_SLIDE = 6;

    private TissuePatches() {}

    /** One piece. */
    record Patch(Region kind, BufferedImage picture) {}

    /**
     * Cuts pieces out of as many slides as it takes.
     *
     * @param seed of the first slide; the next ones follow
     * @param perKind pieces of each kind; they come in turn
     */
    static List<Patch> cut(long seed, int perKind) {
        List<List<Patch>> byKind = new ArrayList<>();
        KINDS.forEach(k -> byKind.add(new ArrayList<>()));
        for (long s = seed; byKind.stream().anyMatch(list -> list.size() < perKind); s++) {
            SyntheticSlide slide = SyntheticSlide.of(SlideParameters.of(s, SLIDE, SLIDE));
            SplittableRandom random = new SplittableRandom(s);
            int[] room = {PER_SLIDE, PER_SLIDE, PER_SLIDE};
            for (int attempt = 0; attempt < 400; attempt++) {
                int x = random.nextInt(SLIDE - SIDE);
                int y = random.nextInt(SLIDE - SIDE);
                int kind = KINDS.indexOf(slide.regionAt(x + SIDE / 2, y + SIDE / 2));
                if (kind < 0 || room[kind] == 0 || byKind.get(kind).size() >= perKind) continue;
                Rendering pixels = slide.render(x, y, SIDE, SIDE);
                if (!isPure(pixels, KINDS.get(kind))) continue;
                byKind.get(kind).add(new Patch(KINDS.get(kind), picture(pixels)));
                room[kind]--;
            }
        }
        List<Patch> inTurn = new ArrayList<>();
        for (int i = 0; i < perKind; i++) for (List<Patch> list : byKind) inTurn.add(list.get(i));
        return inTurn;
    }

    private static boolean isPure(Rendering pixels, Region kind) {
        for (byte region : pixels.regions()) if (region != kind.ordinal()) return false;
        return true;
    }

    private static BufferedImage picture(Rendering pixels) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        byte[] rgb = pixels.rgb();
        for (int i = 0; i < SIDE * SIDE; i++) {
            int value =
                    (rgb[3 * i] & 0xff) << 16
                            | (rgb[3 * i + 1] & 0xff) << 8
                            | rgb[3 * i + 2] & 0xff;
            picture.setRGB(i % SIDE, i / SIDE, value);
        }
        return picture;
    }
}
