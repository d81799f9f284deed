package org.coverslip.detect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;
import org.coverslip.detect.decode.Decoder;
import org.coverslip.detect.decode.Decoders;
import org.coverslip.detect.decode.OutputLayout;
import org.coverslip.detect.decode.Outputs;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.Network;
import org.coverslip.network.Tensor;
import org.coverslip.tile.SampleBatch;

/** Prepared samples in, detections out. Safe to share between threads. */
public final class Detector {

    private final DetectorSpec spec;
    private final Network network;
    private final Decoder decoder;
    private final DetectSettings settings;
    private final SampleBatch batches;
    private final OutputLayout declared;

    /**
     * Where the bundle leaves open how many rows come out, as exports for pictures of any size do,
     * the network is run once on an empty picture to see.
     *
     * @param network the same model, loaded; stays open
     * @throws RefusedException if its outputs have no layout that is known
     */
    public Detector(DetectorSpec spec, Network network, DetectSettings settings) {
        this.spec = spec;
        this.network = network;
        this.settings = settings;
        this.declared = spec.layout();
        this.decoder = chosen();
        this.batches = new SampleBatch(spec.input());
    }

    /** NB: [-1, -1, 6] is a YOLO of two classes as well as suppression built in. */
    private Decoder chosen() {
        String model = spec.model().source().toString();
        if (!declared.isOpen()) return Decoders.choose(model, declared);
        Optional<Decoder> said = Decoders.find(declared);
        if (said.isPresent() && declared.hint("name").isPresent()) return said.get();
        OutputLayout seen;
        try {
            seen = EmptyPicture.of(spec).through(network);
        } catch (RefusedException e) {
            // NB: pictures of another size may do.
            return said.orElseThrow(() -> e);
        }
        // NB: where nothing is found on an empty picture, a list may have lost its rows.
        return Decoders.find(seen).or(() -> said).orElseGet(() -> Decoders.choose(model, seen));
    }

    public DetectorSpec spec() {
        return spec;
    }

    public DetectSettings settings() {
        return settings;
    }

    /** Which layout the outputs have. */
    public Decoder decoder() {
        return decoder;
    }

    /** How many samples a batch may hold at most. */
    public int largestBatch() {
        return batches.largest();
    }

    /**
     * Runs one batch and decodes nothing yet, so that this can be done while the network runs
     * again.
     *
     * @param samples of one shape, each with extent 1 on axis b
     * @return an answer per sample, in their order
     * @throws RefusedException if the network fails or its outputs are not what the layout says
     */
    public List<Answer> run(List<TensorBlock> samples) {
        InputSpec input = spec.input();
        Map<String, Tensor> given = Map.of(input.name(), batches.of(samples));
        TensorBlock first = samples.get(0);
        OutputLayout seen =
                new OutputLayout(
                        declared.shapes(),
                        first.extent('x'),
                        first.extent('y'),
                        declared.classes(),
                        declared.hints());
        Outputs outputs = Outputs.of(network.run(given), seen);
        if (!decoder.fits(outputs.layout())) {
            throw new RefusedException(
                    spec.model().source(),
                    "its outputs are "
                            + outputs.layout().text()
                            + ", which is not "
                            + decoder.layout(),
                    "check the decoder of the bundle");
        }
        return IntStream.range(0, samples.size()).mapToObj(i -> new Answer(outputs, i)).toList();
    }

    /** What the network said of one sample. */
    public final class Answer {

        private final Outputs outputs;
        private final int sample;

        private Answer(Outputs outputs, int sample) {
            this.outputs = outputs;
            this.sample = sample;
        }

        /**
         * Decodes it.
         *
         * @return what was found, in pixels of the network's input, suppressed, the best score
         *     first
         * @throws RefusedException if the numbers are not what the layout says
         */
        public List<Detection> detections() {
            List<Detection> found = decoder.decode(outputs, sample, settings.threshold());
            check(found);
            return settings.suppression(settings.most()).apply(found);
        }
    }

    private void check(List<Detection> found) {
        ModelBundle model = spec.model();
        for (Detection detection : found) {
            int label = detection.label();
            if (label >= 0 && label < model.labels().size()) continue;
            throw new RefusedException(
                    model.source(),
                    "it found class "
                            + label
                            + ", and only "
                            + model.labels().size()
                            + " are named",
                    "import it with a label for every class");
        }
    }
}
