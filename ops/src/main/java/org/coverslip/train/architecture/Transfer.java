package org.coverslip.train.architecture;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.network.KerasModel;
import org.coverslip.network.Tensor;

/**
 * Makes a new classifier out of a trained network: its head is cut off, what is left is frozen in
 * whole or up to a layer, and a new head (mean over the image, dropout, one dense layer) is put
 * behind it.
 *
 * <pre>{@code
 * KerasModel base = Engines.get().readKeras(Path.of("densenet121.h5"));
 * Transfer.Result network = Transfer.of(base).frozenUpTo("pool4_conv").head(Frame.of(224, 3, 2));
 * }</pre>
 */
public final class Transfer {

    private static final String AVERAGE = "new_average";
    private static final String DROPOUT = "new_dropout";

    private final KerasModel base;
    private String cut = "";
    private String frozen = "";
    private boolean free;
    private double dropout = 0.2;

    /**
     * What is to be trained, for {@link org.coverslip.network.training.TrainingSetup}.
     *
     * @param architecture Keras JSON; its output is called {@link Architectures#OUTPUT}
     * @param input name of its input
     * @param weights of the layers that were kept
     * @param frozen names of the layers that must not change
     * @param tuned names of the layers that were kept and may change
     */
    public record Result(
            String architecture,
            String input,
            Map<String, Tensor> weights,
            Set<String> frozen,
            Set<String> tuned) {

        /** Rate factors for layers that were trained before, usually far below 1. */
        public Map<String, Double> rateFactors(double factor) {
            Map<String, Double> factors = new HashMap<>();
            tuned.forEach(layer -> factors.put(layer, factor));
            return factors;
        }
    }

    private Transfer(KerasModel base) {
        this.base = base;
    }

    public static Transfer of(KerasModel base) {
        return new Transfer(base);
    }

    /**
     * The last layer to keep; not said: the one before the last global pooling or Flatten. It must
     * give images.
     */
    public Transfer cutAfter(String layer) {
        cut = layer;
        return this;
    }

    /** The last layer to freeze, with all it is computed from; not said: every layer kept. */
    public Transfer frozenUpTo(String layer) {
        frozen = layer;
        return this;
    }

    /** Freezes nothing. */
    public Transfer unfrozen() {
        free = true;
        return this;
    }

    /** Rate of dropout before the new dense layer; 0.2 unless said otherwise. */
    public Transfer dropout(double rate) {
        dropout = rate;
        return this;
    }

    /**
     * Puts the new head on.
     *
     * @param frame size of the images (0: that of the old network) and classes
     * @throws RefusedException if a layer that was named is not there, or no head can be found
     */
    public Result head(Frame frame) {
        KerasGraph graph = KerasGraph.of(base.architecture());
        String last = cut.isEmpty() ? beforeHead(graph) : known(graph, cut);
        OldLayers old = new OldLayers(base, graph, graph.upTo(last));
        Layers head = new Layers("head");
        String x = head.globalAverage(last, AVERAGE, graph.channelsFirst());
        x = head.dropout(x, DROPOUT, dropout);
        head.dense(x, Architectures.OUTPUT, frame.classes(), frame.activation());
        old.requireFree(head.names());
        String input = graph.input(old.kept());
        if (frame.height() > 0) graph.resize(input, frame.height(), frame.width());
        Set<String> still = free ? Set.of() : old.frozen(frozen);
        return new Result(
                graph.json(old.kept(), head.list(), Set.of(Architectures.OUTPUT)),
                input,
                old.weights(),
                still,
                old.tuned(still));
    }

    private static String known(KerasGraph graph, String layer) {
        return OldLayers.known(graph, graph.names(), layer);
    }

    private static String beforeHead(KerasGraph graph) {
        return OldLayers.beforeHead(graph)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        OldLayers.SUBJECT,
                                        "its head is not a chain of layers behind a global pooling"
                                                + " or Flatten",
                                        "name the last layer to keep"));
    }
}
