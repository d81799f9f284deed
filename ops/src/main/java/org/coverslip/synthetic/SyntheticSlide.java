package org.coverslip.synthetic;

import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.slide.write.PixelKind;
import org.coverslip.slide.write.PixelSource;

/**
 * A synthetic slide: pixels and truth of any part of it, on demand. The same parameters give the
 * same bytes on every machine, and a rectangle shows what any larger one shows there. Safe for
 * several threads at once.
 *
 * <pre>{@code
 * SyntheticSlide slide = SyntheticSlide.of(SlideParameters.of(1, 20000, 20000));
 * Rendering patch = slide.render(4096, 4096, 224, 224);
 * }</pre>
 */
public final class SyntheticSlide implements PixelSource {

    private final SlideParameters p;
    private final SlideFields fields;
    private final RegionMap regions;
    private final Glands glands;
    private final Nuclei nuclei;
    private final Stain stain;
    private final TissuePainter tissue;
    private final NucleusPainter painter;

    // NB: the planes of a 1024 px block are 9 MB; making them anew for each is a third of the time.
    private final ThreadLocal<Canvas> canvases = ThreadLocal.withInitial(Canvas::new);

    private SyntheticSlide(SlideParameters p) {
        this.p = p;
        fields = new SlideFields(p);
        TexturePatches patches = p.textures() == 0 ? null : new TexturePatches(p, fields);
        regions = new RegionMap(p.spacing(), patches);
        glands = new Glands(p, regions);
        FatCells fat = new FatCells(p.seed());
        nuclei = new Nuclei(p, regions, glands, fat);
        stain = new Stain(p.seed());
        FibreTexture texture = FibreTexture.of(p.spacing());
        tissue = new TissuePainter(p.spacing(), regions, fat, texture);
        painter = new NucleusPainter(p.spacing(), texture);
    }

    public static SyntheticSlide of(SlideParameters parameters) {
        return new SyntheticSlide(parameters);
    }

    public SlideParameters parameters() {
        return p;
    }

    /**
     * Pixels and truth of a rectangle inside the slide.
     *
     * @param x, y left and top, level-0 pixels
     * @param w, h pixels, together at most 100 million
     * @throws RefusedException if it is not inside the slide, or too large
     */
    public Rendering render(int x, int y, int w, int h) {
        check(x, y, w, h);
        if ((long) w * h > 100_000_000) {
            throw new RefusedException(
                    w + " x " + h, "this is too large for one rendering", "render it in parts");
        }
        byte[] rgb = new byte[3 * w * h];
        Canvas canvas = new Canvas();
        canvas.clear(x, y, w, h, true);
        List<Nucleus> touching = List.of();
        if (isBlank(x, y, w, h)) stain.glass(x, y, w, h, rgb);
        else touching = paint(canvas, rgb);
        return new Rendering(x, y, w, h, rgb, canvas.regions, canvas.nuclei, touching);
    }

    /** The region at a level-0 pixel of the slide. */
    public Region regionAt(int x, int y) {
        check(x, y, 1, 1);
        boolean onNode = x % FieldWindow.STEP == 0 && y % FieldWindow.STEP == 0;
        if (onNode) return regions.atNode(fields, x, y);
        return regions.at(window(x, y, 1, 1, 0), x, y);
    }

    /** The nuclei whose centre is in a rectangle, in a fixed order. */
    public List<Nucleus> nucleiIn(int x, int y, int w, int h) {
        check(x, y, w, h);
        double margin = NucleusKind.REACH / p.spacing();
        int m = (int) Math.ceil(margin);
        if (isBlank(x - m, y - m, w + 2 * m, h + 2 * m)) return List.of();
        return nuclei.centred(window(x, y, w, h, Nuclei.NEEDS), x, y, x + w, y + h);
    }

    /** Densities of one unit of haematoxylin, then of eosin, in red, green and blue. */
    double[][] stains() {
        return new double[][] {stain.haematoxylin(), stain.eosin()};
    }

    @Override
    public int width() {
        return p.width();
    }

    @Override
    public int height() {
        return p.height();
    }

    @Override
    public PixelKind kind() {
        return PixelKind.RGB8;
    }

    @Override
    public void read(int x, int y, int w, int h, byte[] out) {
        check(x, y, w, h);
        if (isBlank(x, y, w, h)) {
            stain.glass(x, y, w, h, out);
            return;
        }
        Canvas canvas = canvases.get();
        canvas.clear(x, y, w, h, false);
        paint(canvas, out);
    }

    private List<Nucleus> paint(Canvas c, byte[] rgb) {
        FieldWindow window = window(c.x, c.y, c.w, c.h, Nuclei.NEEDS);
        tissue.paint(c, window);
        double m = Glands.REACH / p.spacing();
        if (p.regions().contains(Region.NORMAL)) {
            tissue.paint(c, glands.in(window, c.x - m, c.y - m, c.x + c.w + m, c.y + c.h + m));
        }
        List<Nucleus> touching = nuclei.touching(window, c.x, c.y, c.w, c.h);
        painter.paint(c, touching);
        stain.develop(c, rgb);
        return touching;
    }

    private boolean isBlank(int x, int y, int w, int h) {
        return FieldWindow.isBlank(fields, p.spacing(), x, y, x + w, y + h);
    }

    private FieldWindow window(int x, int y, int w, int h, double um) {
        int m = (int) Math.ceil(um / p.spacing()) + 2;
        return new FieldWindow(fields, p.spacing(), x - m, y - m, x + w + m, y + h + m);
    }

    private void check(int x, int y, int w, int h) {
        boolean inside = x >= 0 && y >= 0 && w > 0 && h > 0;
        if (inside && (long) x + w <= p.width() && (long) y + h <= p.height()) return;
        throw new RefusedException(
                "x=" + x + " y=" + y + " width=" + w + " height=" + h,
                "this is not inside the slide of " + p.width() + " x " + p.height(),
                "ask for a rectangle inside it");
    }
}
