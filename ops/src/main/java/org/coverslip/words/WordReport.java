package org.coverslip.words;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.report.LabelColours;
import org.coverslip.report.Numbers;
import org.coverslip.report.OverlayPicture;
import org.coverslip.report.PlacedTiff;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;
import org.coverslip.report.Thumbnail;
import org.coverslip.report.WholeFile;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Tile;
import org.coverslip.words.cluster.Nearest;
import org.coverslip.words.cluster.Rows;
import org.coverslip.words.cluster.Sample;
import org.coverslip.words.codebook.Codebook;
import org.coverslip.words.cohort.Histograms;
import org.coverslip.words.cohort.SlideDistances;
import org.coverslip.words.cohort.SlideTree;
import org.coverslip.words.features.JoinedRows;
import org.coverslip.words.features.SlideFeatures;
import org.coverslip.words.picture.Dictionary;
import org.coverslip.words.picture.Embedding;
import org.coverslip.words.picture.HistogramPicture;
import org.coverslip.words.picture.PatchPictures;
import org.coverslip.words.picture.TreePicture;
import org.coverslip.words.picture.WordMap;

/** Writes what the words of slides look like, per slide and for all of them together. */
final class WordReport {

    /** Longest side of overlay.png: fits a screen. */
    private static final int SCREEN = 1400;

    private final RunFolder folder;
    private final Codebook book;
    private final MappedSlides mapped;
    private final long seed;

    WordReport(RunFolder folder, Codebook book, MappedSlides mapped, long seed) {
        this.folder = folder;
        this.book = book;
        this.mapped = mapped;
        this.seed = seed;
    }

    /** The columns of summary.csv: facts of a slide, then the part of each word. */
    static List<String> columns(int words) {
        List<String> columns =
                new ArrayList<>(
                        List.of(
                                "image",
                                "width",
                                "height",
                                "patches",
                                "failed_tiles",
                                "tissue_mm2"));
        for (int w = 0; w < words; w++) columns.add(Codebook.name(w));
        return columns;
    }

    /** Everything about one slide. */
    void slide(int s, double[] frequencies) throws IOException {
        SlideFeatures slide = mapped.slides().get(s);
        String name = slide.item().id().name();
        Path own = folder.folderOf(name);
        Nearest words = mapped.words().get(s);
        tiles(slide.tiles(), words).write(own.resolve("tiles.csv"));
        WordMap map = WordMap.of(slide.tiles(), words.labels());
        Optional<PixelSize> size =
                Optional.of(new PixelSize(slide.plan().micrometres(), slide.plan().micrometres()));
        new PlacedTiff(map.scaleX(), map.scaleY(), map.offsetX(), map.offsetY(), size)
                .write(own.resolve("labels.tif"), map.image());
        try (Slide open = slide.item().opener().open()) {
            BufferedImage small = Thumbnail.of(open, SCREEN);
            double scale = slide.plan().width() / (double) small.getWidth();
            List<String> names = new ArrayList<>();
            for (int w = 0; w < mapped.count(); w++) names.add(Codebook.name(w));
            png(
                    own.resolve("overlay.png"),
                    new OverlayPicture(small, scale, size)
                            .classes(map.planes(mapped.count()), names));
            folder.readBy(open.reader());
        }
        List<String> row =
                new ArrayList<>(
                        List.of(
                                name,
                                Long.toString(slide.plan().width()),
                                Long.toString(slide.plan().height()),
                                Integer.toString(slide.tiles().size()),
                                Integer.toString(slide.plan().failed()),
                                Numbers.text(slide.plan().squareMillimetres())));
        for (double f : frequencies) row.add(Numbers.text(f));
        folder.done(slide.item().id(), row);
    }

    private static Table tiles(List<Tile> tiles, Nearest words) {
        List<List<String>> rows = new ArrayList<>(tiles.size());
        for (int i = 0; i < tiles.size(); i++) {
            Tile t = tiles.get(i);
            rows.add(
                    List.of(
                            Integer.toString(t.index()),
                            Integer.toString(t.row()),
                            Integer.toString(t.column()),
                            Numbers.text(t.x0()),
                            Numbers.text(t.y0()),
                            Numbers.text(t.w0()),
                            Numbers.text(t.h0()),
                            Codebook.name(words.labels()[i]),
                            Numbers.text(words.distances()[i])));
        }
        return new Table(
                List.of(
                        "tile",
                        "row",
                        "column",
                        "x",
                        "y",
                        "width",
                        "height",
                        "prediction",
                        "distance"),
                rows);
    }

    /** What is said of all slides together; returns pictures of each word's nearest patches. */
    List<List<BufferedImage>> together(Histograms histograms) {
        histograms.write(folder.path());
        double[][] frequencies = histograms.frequencies();
        png(
                folder.path().resolve("histograms.png"),
                HistogramPicture.render(histograms.slides(), frequencies));
        if (histograms.slides().size() > 1) likeness(histograms.slides(), frequencies);
        else
            folder.warn(
                    "there is only one slide: distances and the tree of slides need two or more");
        embedding();
        return dictionary();
    }

    private void likeness(List<String> names, double[][] frequencies) {
        double[][] hellinger = SlideDistances.matrix(frequencies, SlideDistances::hellinger);
        double[][] chi = SlideDistances.matrix(frequencies, SlideDistances::chiSquared);
        SlideDistances.write(folder.path().resolve("hellinger.csv"), names, hellinger);
        SlideDistances.write(folder.path().resolve("chisquared.csv"), names, chi);
        SlideTree tree = SlideTree.of(names, hellinger);
        WholeFile.write(
                folder.path().resolve("tree.nwk"),
                out ->
                        out.write(
                                (tree.newick() + "\n")
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        png(folder.path().resolve("tree.png"), TreePicture.render(tree));
    }

    private List<List<BufferedImage>> dictionary() {
        List<WordExamples> examples = WordExamples.of(mapped, seed);
        Map<PatchPictures.Patch, BufferedImage> pictures =
                new PatchPictures(mapped.slides(), Dictionary.SIDE)
                        .load(WordExamples.all(examples));
        Dictionary dictionary =
                new Dictionary("nearest to the centre of the word", "drawn at random");
        long all = examples.stream().mapToLong(WordExamples::count).sum();
        List<List<BufferedImage>> nearest = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (int w = 0; w < examples.size(); w++) {
            WordExamples word = examples.get(w);
            nearest.add(word.nearest().stream().map(pictures::get).toList());
            dictionary.add(
                    Codebook.name(w),
                    List.of(
                            String.format(Locale.ROOT, "%.1f %%", 100.0 * word.count() / all),
                            word.count() + " patches"),
                    LabelColours.of(w),
                    nearest.get(w),
                    word.random().stream().map(pictures::get).toList());
            rows.add(
                    List.of(
                            Codebook.name(w),
                            Long.toString(word.count()),
                            Numbers.text(word.count() / (double) all),
                            Numbers.text(word.distance())));
        }
        png(folder.path().resolve("dictionary.png"), dictionary.render());
        new Table(List.of("word", "patches", "frequency", "mean distance"), rows)
                .write(folder.path().resolve("words.csv"));
        return nearest;
    }

    /** Some patches, and the words themselves, on a plane. */
    private void embedding() {
        JoinedRows raw = new JoinedRows(mapped.slides().stream().map(SlideFeatures::rows).toList());
        int centres = mapped.count();
        int most = Embedding.MOST - centres;
        int[] chosen = Sample.of(raw.count(), Math.max(10, most), new SplittableRandom(seed));
        Rows rows = book.transform().rows(raw.copy(chosen));
        if (rows.count() + centres < 4) return;
        float[] points =
                java.util.Arrays.copyOf(rows.all(), (chosen.length + centres) * rows.width());
        int[] words = new int[chosen.length + centres];
        for (int i = 0; i < chosen.length; i++) {
            int s = raw.part(chosen[i]);
            words[i] = mapped.words().get(s).labels()[chosen[i] - raw.start(s)];
        }
        for (int w = 0; w < centres; w++) {
            words[chosen.length + w] = w;
            System.arraycopy(
                    book.centroids()[w],
                    0,
                    points,
                    (chosen.length + w) * rows.width(),
                    rows.width());
        }
        Rows both = Rows.of(points, rows.width());
        png(
                folder.path().resolve("embedding.png"),
                Embedding.render(
                        List.of(Embedding.pca(both, seed), Embedding.tsne(both, seed)),
                        List.of("principal components", "t-SNE"),
                        words,
                        centres));
    }

    static void png(Path file, BufferedImage picture) {
        WholeFile.write(
                file,
                out -> {
                    if (!ImageIO.write(picture, "png", out))
                        throw new RefusedException(file, "no PNG can be written", "check Java");
                });
    }
}
