package org.coverslip.words;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.Progress;
import org.coverslip.tile.ValueMapping;
import org.coverslip.words.cluster.Products;
import org.coverslip.words.codebook.Codebook;
import org.coverslip.words.codebook.CodebookFolder;
import org.coverslip.words.cohort.Truth;
import org.coverslip.words.features.Extraction;
import org.coverslip.words.features.JoinedRows;
import org.coverslip.words.features.SlideFeatures;

/**
 * Learns the words that slides consist of, or maps slides with words that were learned before, and
 * writes an output folder: {@code dictionary.png}, per slide {@code overlay.png}, {@code
 * labels.tif} and {@code tiles.csv}, histograms, distances and a tree of slides; with a truth table
 * also what the words predict. Features are kept in {@code features} within it, so that another
 * number of words costs no second pass over the slides.
 *
 * <pre>{@code
 * LearnWords.Result result = LearnWords.with(model, network)
 *         .images(items)
 *         .output(Path.of("out"))
 *         .settings(WordSettings.DEFAULT)
 *         .run();
 * }</pre>
 */
public final class LearnWords {

    private final ModelBundle model;
    private final Network network;
    private final List<ImageItem> items = new ArrayList<>();
    private Path output;
    private Optional<Path> codebook = Optional.empty();
    private Optional<Path> words = Optional.empty();
    private Optional<Path> truth = Optional.empty();
    private String layer = "";
    private int patch;
    private WordSettings settings = WordSettings.DEFAULT;
    private TileOptions tiling = TileOptions.DEFAULT;
    private ValueMapping mapping = new ValueMapping.Stored();
    private int batch;
    private ProductsSource products = ProductsSource.JAVA;
    private Progress progress = Progress.NONE;
    private String engine = "";
    private String device = "auto";

    private LearnWords(ModelBundle model, Network network) {
        this.model = model;
        this.network = network;
    }

    /**
     * What came out.
     *
     * @param words how many
     * @param done slides that were mapped
     * @param failures a sentence for each image that failed
     * @param canceled whether the user stopped it
     * @param summary path of the table
     */
    public record Result(
            int words, int done, Map<String, String> failures, boolean canceled, Path summary) {}

    /** Both stay open and belong to the caller. */
    public static LearnWords with(ModelBundle model, Network network) {
        return new LearnWords(Objects.requireNonNull(model), Objects.requireNonNull(network));
    }

    public LearnWords images(List<ImageItem> images) {
        items.addAll(images);
        return this;
    }

    /** Folder for the results; made if needed. */
    public LearnWords output(Path folder) {
        output = folder;
        return this;
    }

    /** Folder for the learned words; default {@code codebook} within the output. */
    public LearnWords codebook(Path folder) {
        codebook = Optional.of(folder);
        return this;
    }

    /** Learn nothing: use the words in this folder, and its layer and patch size. */
    public LearnWords mapWith(Path folder) {
        words = Optional.of(folder);
        return this;
    }

    /** A table of slides and labels that the words are to predict, see {@link Truth}. */
    public LearnWords truth(Path table) {
        truth = Optional.of(table);
        return this;
    }

    /** Layer whose values describe a patch; empty: the last one that still has places. */
    public LearnWords layer(String name) {
        layer = name;
        return this;
    }

    /** Edge of a patch in pixels at the network's resolution; 0: that of its input. */
    public LearnWords patch(int pixels) {
        patch = pixels;
        return this;
    }

    public LearnWords settings(WordSettings how) {
        settings = how;
        return this;
    }

    public LearnWords tiling(TileOptions options) {
        tiling = options;
        return this;
    }

    /** What is black and white in images that are not 8 bit. */
    public LearnWords values(ValueMapping values) {
        mapping = values;
        return this;
    }

    /** Patches per call of the network; 0: chosen. */
    public LearnWords batch(int samples) {
        batch = samples;
        return this;
    }

    /** What multiplies matrices; default: Java. */
    public LearnWords products(ProductsSource source) {
        products = source;
        return this;
    }

    public LearnWords progress(Progress listener) {
        progress = listener;
        return this;
    }

    /** For the run record: what ran the network, and which device had been asked for. */
    public LearnWords ranBy(String engineName, String asked) {
        engine = engineName;
        device = asked;
        return this;
    }

    /**
     * Does the work. Images that fail are listed in the result; only a wrong request throws.
     *
     * @throws RefusedException if the request is wrong: the model lacks facts, there are fewer
     *     patches than words, all patches are the same, the words were learned with another model
     *     or layer, or the output cannot be written
     */
    public Result run() {
        Objects.requireNonNull(output, "output");
        Optional<Truth> labels = truth.map(Truth::read);
        Optional<Codebook> given = words.map(w -> new CodebookFolder(w).read());
        given.ifPresent(b -> b.requireModel(words.orElseThrow(), model.name(), model.sha256()));
        Extraction extraction =
                new Extraction(
                        model,
                        network,
                        given.map(b -> b.origin().layer()).orElse(layer),
                        given.map(b -> b.origin().patch()).orElse(patch),
                        tiling,
                        mapping,
                        batch,
                        engine,
                        device,
                        progress);
        Extraction.Result extracted = extraction.run(items, output.resolve("features"));
        if (extracted.canceled()) return canceled(extracted.failures());
        if (extracted.slides().isEmpty()) return nothing(extracted.failures());
        try {
            return words(extraction, extracted, given, labels);
        } catch (CancellationException e) {
            return canceled(extracted.failures());
        }
    }

    private Result words(
            Extraction extraction,
            Extraction.Result extracted,
            Optional<Codebook> given,
            Optional<Truth> labels) {
        List<SlideFeatures> slides = extracted.slides();
        try (Open open = new Open(products)) {
            Optional<Learning> learned = Optional.empty();
            Path to = codebook.orElse(output.resolve("codebook"));
            if (given.isEmpty()) {
                JoinedRows raw = new JoinedRows(slides.stream().map(SlideFeatures::rows).toList());
                learned =
                        Optional.of(Learning.of(raw, origin(extraction), settings, open, progress));
                new CodebookFolder(to).write(learned.get().codebook());
            }
            Codebook book = given.orElseGet(learned.map(Learning::codebook)::orElseThrow);
            book.requireFeatures(words.orElse(output), slides.get(0).rows().width());
            MappedSlides mapped = MappedSlides.of(slides, book, open, progress);
            WordRun run = new WordRun(model, network, output, engine, device, tiling, settings);
            return run.write(
                    book,
                    learned.flatMap(Learning::sweep),
                    mapped,
                    labels,
                    extracted,
                    learned.map(l -> to));
        }
    }

    private Codebook.Origin origin(Extraction extraction) {
        return new Codebook.Origin(
                model.name(),
                model.sha256(),
                extraction.layer(),
                extraction.patch(),
                model.spacing().orElseThrow());
    }

    private Result canceled(Map<String, String> failures) {
        return new Result(0, 0, failures, true, output.resolve("summary.csv"));
    }

    private Result nothing(Map<String, String> failures) {
        return new Result(0, 0, failures, false, output.resolve("summary.csv"));
    }

    /** Opens products once and closes what can be closed. */
    private static final class Open implements ProductsSource, AutoCloseable {

        private final ProductsSource source;
        private Products products;
        private int width;

        Open(ProductsSource source) {
            this.source = source;
        }

        @Override
        public Products of(int wanted) {
            if (products != null && wanted == width) return products;
            close();
            products = source.of(wanted);
            width = wanted;
            return products;
        }

        @Override
        public void close() {
            if (!(products instanceof AutoCloseable closeable)) return;
            products = null;
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("the engine could not be closed", e);
            }
        }
    }
}
