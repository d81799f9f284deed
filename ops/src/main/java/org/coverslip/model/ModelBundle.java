package org.coverslip.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.coverslip.RefusedException;
import org.coverslip.model.step.ReverseChannels;
import org.coverslip.slide.Resampling;
import org.coverslip.slide.ValueRange;

/**
 * What a network expects and means, as far as its files say it. Unknown facts stay unknown; {@link
 * #missing()} names those that a task needs.
 *
 * <p>Immutable. Where a zip had to be unpacked or a Keras file translated, {@link #close()} deletes
 * the temporary folder; a bundle made with {@link #toBuilder()} shares it, and closing either one
 * deletes it. Two bundles are equal if they say the same of the network; where they lie does not
 * count.
 */
public final class ModelBundle implements AutoCloseable {

    private final Builder b;

    private ModelBundle(Builder facts) {
        b = facts;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from what this bundle says. */
    public Builder toBuilder() {
        return b.copy();
    }

    /** Short name, never empty. */
    public String name() {
        return b.name;
    }

    /** What it does, in its author's words; empty if nothing is said. */
    public String description() {
        return b.description;
    }

    public List<String> authors() {
        return b.authors;
    }

    /** Licence, if possible as an SPDX identifier. */
    public Optional<String> license() {
        return Optional.ofNullable(b.license);
    }

    public List<Citation> cite() {
        return b.cite;
    }

    /** The file or folder as the user named it. */
    public Path source() {
        return b.source;
    }

    /** As {@code bioimage.io 0.5}, {@code WSInfer}, {@code SavedModel}, {@code Keras 2.4 HDF5}. */
    public String format() {
        return b.format;
    }

    /** The folder that holds {@code saved_model.pb}. */
    public Path savedModel() {
        return b.savedModel;
    }

    /** Key of the SavedModel's signature; empty: the engine's default. */
    public Optional<String> signature() {
        return Optional.ofNullable(b.signature);
    }

    /** Version of TensorFlow that wrote the weights, as far as known. */
    public Optional<String> tensorflowVersion() {
        return Optional.ofNullable(b.tensorflowVersion);
    }

    /**
     * SHA-256 over the SavedModel's files, lower-case hex, computed when first asked: see {@link
     * WeightsDigest}.
     *
     * @throws RefusedException if a file cannot be read
     */
    public String sha256() {
        return b.digest.get();
    }

    public List<InputSpec> inputs() {
        return b.inputs;
    }

    public List<OutputSpec> outputs() {
        return b.outputs;
    }

    public Task task() {
        return b.task;
    }

    /** Names of the classes in the order of the output's channels; empty if unknown. */
    public List<String> labels() {
        return b.labels;
    }

    /** What the numbers are that leave the network, after postprocessing; empty if unknown. */
    public Optional<Scores> scores() {
        return Optional.ofNullable(b.scores);
    }

    /** How pictures are brought to a fixed input size; empty if unknown or not needed. */
    public Optional<Resampling> resize() {
        return Optional.ofNullable(b.resize);
    }

    /** Micrometres per pixel of the network's input; empty if unknown. */
    public OptionalDouble spacing() {
        return b.spacing;
    }

    /**
     * Edge of the square patch that the network was trained on, in pixels of its input: as the
     * model's author says, or the fixed input size; empty if any size will do.
     */
    public OptionalInt patch() {
        if (b.patch.isPresent()) return b.patch;
        return imageInput()
                .filter(i -> i.fixedSize() && i.size('y').equals(i.size('x')))
                .map(i -> OptionalInt.of(((Size.Fixed) i.size('x')).size()))
                .orElse(OptionalInt.empty());
    }

    /** The channels that the network sees; {@link ReverseChannels} in its steps makes them BGR. */
    public ColourOrder colours() {
        InputSpec input = imageInput().orElse(null);
        if (input == null || input.channels().isEmpty()) return ColourOrder.OTHER;
        return switch (input.channels().getAsInt()) {
            case 1 -> ColourOrder.GREY;
            case 3 ->
                    input.preprocessing().contains(new ReverseChannels())
                            ? ColourOrder.BGR
                            : ColourOrder.RGB;
            default -> ColourOrder.OTHER;
        };
    }

    /** How the output is turned into objects, as plain JSON-like values; empty if not said. */
    public Optional<Map<String, Object>> decoder() {
        return Optional.ofNullable(b.decoder);
    }

    /** The pixel values that the preprocessing is written for, for example 0 to 255. */
    public Optional<ValueRange> valueRange() {
        return Optional.ofNullable(b.valueRange);
    }

    /** What the user should know of how the model was read; empty if nothing. */
    public List<String> notes() {
        return b.notes;
    }

    /** The first input that can take a picture. */
    public Optional<InputSpec> imageInput() {
        return b.inputs.stream().filter(InputSpec::isImage).findFirst();
    }

    /**
     * The first input that can take a picture.
     *
     * @throws RefusedException if there is none, with the shapes that are there
     */
    public InputSpec requireImageModel() {
        return Completeness.requireImageModel(this);
    }

    /** The facts that {@link #task()} needs and this bundle lacks; an unknown task classifies. */
    public List<MissingFact> missing() {
        return new Completeness(this).missing();
    }

    /** As {@link #missing()}, and the spacing, without which no patch on a slide has a size. */
    public List<MissingFact> missingForSlides() {
        return new Completeness(this).missingForSlides();
    }

    /** The {@code import-model} line that supplies what is missing. */
    public String importLine() {
        return new Completeness(this).importLine();
    }

    /**
     * @throws RefusedException if facts are {@link #missing()}, naming them and the line that
     *     supplies them
     */
    public void requireComplete() {
        new Completeness(this).require();
    }

    /**
     * Checks that the labels fit a classifier's output: one per channel, or one or two for a single
     * sigmoid.
     *
     * @throws RefusedException if they do not
     */
    public void requireMatchingLabels() {
        new Completeness(this).requireMatchingLabels();
    }

    /** Deletes the temporary folder, if there is one. May be called twice. */
    @Override
    public void close() {
        if (b.temporary != null) b.temporary.close();
    }

    private List<Object> facts() {
        List<Object> facts = new ArrayList<>();
        facts.addAll(List.of(b.name, b.description, b.authors, license(), b.cite, signature()));
        facts.addAll(List.of(tensorflowVersion(), b.inputs, b.outputs, b.task, b.labels, scores()));
        facts.addAll(List.of(resize(), b.spacing, patch(), decoder(), valueRange()));
        return facts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelBundle m && facts().equals(m.facts());
    }

    @Override
    public int hashCode() {
        return facts().hashCode();
    }

    @Override
    public String toString() {
        return facts().toString();
    }

    /** Collects the facts. Every setter replaces what was there. */
    public static final class Builder {

        private String name = "";
        private String description = "";
        private List<String> authors = List.of();
        private String license;
        private List<Citation> cite = List.of();
        private Path source;
        private String format = "";
        private Path savedModel;
        private String signature;
        private String tensorflowVersion;
        private List<InputSpec> inputs = List.of();
        private List<OutputSpec> outputs = List.of();
        private Task task = Task.UNKNOWN;
        private List<String> labels = List.of();
        private Scores scores;
        private Resampling resize;
        private OptionalDouble spacing = OptionalDouble.empty();
        private OptionalInt patch = OptionalInt.empty();
        private Map<String, Object> decoder;
        private ValueRange valueRange;
        private List<String> notes = List.of();
        private TemporaryFolder temporary;
        private WeightsDigest digest;

        private Builder() {}

        private Builder copy() {
            Builder c = new Builder();
            c.name = name;
            c.description = description;
            c.authors = authors;
            c.license = license;
            c.cite = cite;
            c.source = source;
            c.format = format;
            c.savedModel = savedModel;
            c.signature = signature;
            c.tensorflowVersion = tensorflowVersion;
            c.inputs = inputs;
            c.outputs = outputs;
            c.task = task;
            c.labels = labels;
            c.scores = scores;
            c.resize = resize;
            c.spacing = spacing;
            c.patch = patch;
            c.decoder = decoder;
            c.valueRange = valueRange;
            c.notes = notes;
            c.temporary = temporary;
            c.digest = digest;
            return c;
        }

        public Builder name(String value) {
            name = Objects.requireNonNull(value);
            return this;
        }

        public Builder description(String value) {
            description = Objects.requireNonNull(value);
            return this;
        }

        public Builder authors(List<String> value) {
            authors = List.copyOf(value);
            return this;
        }

        /**
         * @param value {@code null}: unknown
         */
        public Builder license(String value) {
            license = value;
            return this;
        }

        public Builder cite(List<Citation> value) {
            cite = List.copyOf(value);
            return this;
        }

        public Builder source(Path value) {
            source = Objects.requireNonNull(value);
            return this;
        }

        public Builder format(String value) {
            format = Objects.requireNonNull(value);
            return this;
        }

        public Builder savedModel(Path folder) {
            savedModel = Objects.requireNonNull(folder);
            digest = new WeightsDigest(folder);
            return this;
        }

        /**
         * @param value {@code null}: the engine's default
         */
        public Builder signature(String value) {
            signature = value;
            return this;
        }

        /**
         * @param value {@code null}: unknown
         */
        public Builder tensorflowVersion(String value) {
            tensorflowVersion = value;
            return this;
        }

        public Builder inputs(List<InputSpec> value) {
            inputs = List.copyOf(value);
            return this;
        }

        public Builder outputs(List<OutputSpec> value) {
            outputs = List.copyOf(value);
            return this;
        }

        public Builder task(Task value) {
            task = Objects.requireNonNull(value);
            return this;
        }

        public Builder labels(List<String> value) {
            labels = List.copyOf(value);
            return this;
        }

        /**
         * @param value {@code null}: unknown
         */
        public Builder scores(Scores value) {
            scores = value;
            return this;
        }

        /**
         * @param value {@code null}: unknown
         */
        public Builder resize(Resampling value) {
            resize = value;
            return this;
        }

        /**
         * @param micrometres per pixel, above 0
         */
        public Builder spacing(double micrometres) {
            if (!(micrometres > 0) || Double.isInfinite(micrometres)) {
                throw new IllegalArgumentException("spacing " + micrometres);
            }
            spacing = OptionalDouble.of(micrometres);
            return this;
        }

        /**
         * @param pixels edge of a patch, above 0
         */
        public Builder patch(int pixels) {
            if (pixels < 1) throw new IllegalArgumentException("patch " + pixels);
            patch = OptionalInt.of(pixels);
            return this;
        }

        /**
         * @param value strings, numbers, booleans, lists and maps; {@code null}: none
         */
        public Builder decoder(Map<String, ?> value) {
            decoder = value == null ? null : PlainValues.map(value);
            return this;
        }

        /**
         * @param value {@code null}: unknown
         */
        public Builder valueRange(ValueRange value) {
            valueRange = value;
            return this;
        }

        public Builder notes(List<String> value) {
            notes = List.copyOf(value);
            return this;
        }

        /** A folder that is deleted when the bundle is closed; {@code null}: none. */
        public Builder temporary(TemporaryFolder folder) {
            temporary = folder;
            return this;
        }

        /**
         * Sets normalisation of the first image input, and the pixel range it is written for.
         *
         * @throws RefusedException if no input takes a picture, or the number of channels differs
         */
        public Builder normalization(Normalization normalization) {
            InputSpec image = build().requireImageModel();
            normalization.requireFits(image);
            inputs(
                    inputs.stream()
                            .map(i -> i == image ? i.withPreprocessing(normalization.steps()) : i)
                            .toList());
            return valueRange(normalization.valueRange().orElse(null));
        }

        /** An immutable bundle; the name falls back to that of the source. */
        public ModelBundle build() {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(savedModel, "savedModel");
            Builder facts = copy();
            if (facts.name.isBlank()) {
                Path last = source.toAbsolutePath().normalize().getFileName();
                facts.name = last == null ? "model" : last.toString();
            }
            return new ModelBundle(facts);
        }
    }
}
