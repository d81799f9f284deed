package org.coverslip.slide.pyramid;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.SlideReader;
import org.coverslip.slide.TiffLayout;
import org.coverslip.slide.cells.CellCache;
import org.coverslip.slide.cells.CellImages;
import org.coverslip.slide.cells.CellLayout;
import org.coverslip.slide.cells.Downsample;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * Reads tiled TIFF, BigTIFF, Aperio SVS and OME-TIFF with all their levels, tile by tile as they
 * are touched.
 *
 * <p>Levels are the tiled pages, in the main chain or as SubIFDs, that show the first one smaller;
 * thumbnail, label and macro are set apart and named in the notes. Several pages of full size are
 * planes or channels as OME's or ImageJ's description says. The pixel size is Aperio's {@code MPP},
 * else that of the description or the resolution tags as for any TIFF. Tiles that are absent read
 * as white. Tiles in JPEG (8 bit), Deflate, LZW, PackBits or plain. Files in strips are left to the
 * plain TIFF reader.
 */
@Plugin(type = SlideReader.class, priority = Priority.HIGH)
public final class PyramidReader implements SlideReader {

    private static final String READER = "Coverslip TIFF pyramid";

    @Override
    public boolean accepts(Path path, byte[] head) {
        if (head.length < 8) return false;
        boolean little = head[0] == 'I' && head[1] == 'I' && head[3] == 0;
        boolean big = head[0] == 'M' && head[1] == 'M' && head[2] == 0;
        int magic = little ? head[2] : head[3];
        if (!(little || big) || magic != 42 && magic != 43) return false;
        try (TiffFile file = TiffFile.open(path)) {
            TiffTags first = file.firstDirectory();
            long photometric = first.number(262, 1);
            long bits = first.number(258, 1);
            boolean colours = photometric <= 2 || photometric == 6;
            return first.has(322) && first.has(323) && colours && bits >= 8;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public int levels(Path path) {
        try (TiffFile file = TiffFile.open(path)) {
            return PyramidPages.of(file).levels().size();
        } catch (IOException | RuntimeException e) {
            // NB: TwelveMonkeys reads the pages before the place where a file is cut off.
            return Integer.MAX_VALUE;
        }
    }

    @Override
    public Slide open(Path path) throws IOException {
        TiffFile file = TiffFile.open(path);
        try {
            return slide(path, file);
        } catch (RefusedException e) {
            file.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            file.close();
            String how = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
            String fault =
                    e instanceof EOFException
                            ? "this slide is cut off"
                            : "the directory of this slide is damaged";
            throw new RefusedException(path, fault + how, "fetch it again from its source", e);
        }
    }

    private static Slide slide(Path path, TiffFile file) throws IOException {
        PyramidPages pages = PyramidPages.of(file);
        List<List<TiledPage>> levels = pages.levels();
        TiledPage first = levels.get(0).get(0);
        PageCheck check = new PageCheck(path, file.length());
        long absent = 0;
        for (int i = 0; i < levels.size(); i++) {
            for (TiledPage page : levels.get(i)) absent += check.absent(page, i);
        }
        List<String> notes = new ArrayList<>();
        TiffLayout layout = layout(first, levels.get(0).size(), notes);
        int channels = first.samples() > 1 ? first.samples() : layout.channels();
        boolean turned = first.orientation() >= 5 && first.orientation() <= 8;
        List<Level> sizes = new ArrayList<>();
        List<CellLayout> cells = new ArrayList<>();
        for (List<TiledPage> level : levels) {
            TiledPage page = level.get(0);
            long w = page.width();
            long h = page.height();
            double downsample = Downsample.of(first.width(), first.height(), w, h);
            sizes.add(turned ? new Level(h, w, downsample) : new Level(w, h, downsample));
            cells.add(cells(page, channels));
        }
        notes.addAll(SetApart.notes(pages.others()));
        if (absent > 0) notes.add(absent + " tile(s) are absent from the file and read as white");
        if (first.samples() == 2) {
            notes.add("the second channel is the transparency of the grey picture");
        }
        if (first.photometric() == 0) notes.add("stored with white as zero: values are inverted");
        if (first.orientation() > 1 && first.orientation() <= 8) {
            notes.add(
                    "turned upright as its orientation tag "
                            + first.orientation()
                            + " says; ImageJ shows it as it lies in the file");
        }
        TilePixels pixels = new TilePixels(path, file, levels, layout::page);
        return new PyramidSlide(
                path.getFileName().toString(),
                READER,
                List.copyOf(sizes),
                channels,
                first.rgb(),
                layout.planes(),
                pixelSize(first, layout, turned),
                layout.display(),
                List.copyOf(notes),
                first.orientation(),
                List.copyOf(cells),
                new CellImages(path, CellCache.shared(), pixels),
                file);
    }

    /** Cells are the file's own tiles: a scattered region decodes nothing twice and little more. */
    private static CellLayout cells(TiledPage page, int channels) {
        return new CellLayout(
                page.width(),
                page.height(),
                channels,
                page.planar() || page.samples() == 1 ? 1 : channels,
                (int) Math.min(page.tileWidth(), page.width()),
                (int) Math.min(page.tileHeight(), page.height()),
                page.type());
    }

    private static TiffLayout layout(TiledPage first, int pages, List<String> notes) {
        TiffLayout told =
                TiffLayout.of(
                        first.description(),
                        first.resolution().get(0),
                        first.resolution().get(1),
                        first.resolutionUnit());
        TiffLayout plain = TiffLayout.plain(pages, told.size());
        // NB: OME counts the samples of a colour page as channels.
        boolean colour = first.samples() > 1 && told.channels() > 1;
        if (colour && told.channels() == first.samples() && told.planes() == pages) {
            return told.over(plain);
        }
        if (!colour && told.pages() == pages) return told;
        if (told.pages() > 1 && pages > 1) {
            notes.add(
                    "its description speaks of "
                            + told.pages()
                            + " pages but "
                            + pages
                            + " are there: they are read one after the other");
        }
        return told.over(plain);
    }

    private static Optional<PixelSize> pixelSize(
            TiledPage first, TiffLayout layout, boolean turned) {
        Optional<PixelSize> size =
                Aperio.wrote(first) ? Aperio.pixelSize(first.description()) : layout.size();
        return turned ? size.map(s -> new PixelSize(s.y(), s.x())) : size;
    }
}
