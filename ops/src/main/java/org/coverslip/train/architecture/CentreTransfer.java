package org.coverslip.train.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.network.KerasModel;
import org.coverslip.network.NetworkEngine;

/**
 * Makes a detector of centre points out of a trained network. Its last layers that see the picture
 * at 1/4, 1/8, 1/16 and 1/32 are kept, as far as there are such; the smallest is doubled and joined
 * with the next larger one until 1/4 is reached (as a feature pyramid, Lin et al. 2017, arXiv
 * 1612.03144, but joined side by side), and {@link PixelArchitectures#centres}' three heads stand
 * behind. It takes pictures of any size that is a multiple of {@link #multiple}.
 *
 * <pre>{@code
 * KerasModel base = engine.readKeras(Path.of("densenet121.h5"));
 * Transfer.Result network = CentreTransfer.of("densenet121.h5", base, engine).heads(2, 16);
 * }</pre>
 */
public final class CentreTransfer {

    private static final int FINEST = 4;
    private static final int COARSEST = 32;
    private static final String PREFIX = "new_";

    private final KerasModel base;
    private final boolean padded;
    private final TreeMap<Integer, String> levels;
    private String frozen = "";
    private boolean free;

    private CentreTransfer(KerasModel base, boolean padded, TreeMap<Integer, String> levels) {
        this.base = base;
        this.padded = padded;
        this.levels = levels;
    }

    /**
     * Looks for the layers that can be used.
     *
     * @param subject what the network is called in messages
     * @throws RefusedException if there are none, or the network takes pictures of one size only
     */
    public static CentreTransfer of(Object subject, KerasModel base, NetworkEngine engine) {
        KerasGraph graph = Strides.graph(base, false);
        graph.input(Strides.looksAt(graph));
        if (graph.channelsFirst()) {
            throw new RefusedException(
                    subject,
                    "its images have the channels before height and width",
                    "save it with data_format channels_last");
        }
        List<RefusedException> faults = new ArrayList<>();
        Map<String, Integer> padded = strides(base, engine, true, faults);
        Map<String, Integer> plain = strides(base, engine, false, faults);
        if (faults.size() == 2) {
            throw new RefusedException(
                    subject,
                    "it does not take pictures of another size than its own"
                            + reason(faults.get(1)),
                    "use a network whose layers before its head are convolutions and poolings",
                    faults.get(1));
        }
        boolean pad = levels(padded).size() > levels(plain).size();
        TreeMap<Integer, String> levels = levels(pad ? padded : plain);
        if (levels.isEmpty()) throw unfit(subject, padded.isEmpty() ? plain : padded);
        return new CentreTransfer(base, pad, levels);
    }

    private static String reason(RefusedException fault) {
        return fault.getCause() == null ? "" : " (" + fault.getCause().getMessage() + ")";
    }

    /** NB: images that lose their rim may not fit each other at sizes that are not the file's. */
    private static Map<String, Integer> strides(
            KerasModel base, NetworkEngine engine, boolean pad, List<RefusedException> faults) {
        try {
            return Strides.of(engine, base, pad);
        } catch (RefusedException e) {
            faults.add(e);
            return Map.of();
        }
    }

    /** The last layer of each stride that can be used. */
    private static TreeMap<Integer, String> levels(Map<String, Integer> strides) {
        TreeMap<Integer, String> last = new TreeMap<>();
        strides.forEach(
                (layer, stride) -> {
                    boolean power = Integer.bitCount(stride) == 1;
                    if (power && stride >= FINEST && stride <= COARSEST) last.put(stride, layer);
                });
        return last;
    }

    private static RefusedException unfit(Object subject, Map<String, Integer> strides) {
        String found =
                new TreeSet<>(strides.values())
                        .stream().map(s -> "1/" + s).collect(Collectors.joining(", "));
        return new RefusedException(
                subject,
                "none of its layers gives images of 1/4, 1/8, 1/16 or 1/32 of the picture's size"
                        + (found.isEmpty() ? "" : " (there are " + found + ")"),
                "use a network that halves its images at least twice");
    }

    /** The last layer to freeze, with all it is computed from; not said: every layer kept. */
    public CentreTransfer frozenUpTo(String layer) {
        frozen = layer;
        return this;
    }

    /** Freezes nothing. */
    public CentreTransfer unfrozen() {
        free = true;
        return this;
    }

    /** Names of the layers that are used, by how much smaller than the picture they see it. */
    public Map<Integer, String> levels() {
        return new LinkedHashMap<>(levels);
    }

    /** What height and width of pictures must be multiples of: 8, or more for a deeper network. */
    public int multiple() {
        return Math.max(PixelArchitectures.MULTIPLE, levels.lastKey());
    }

    /**
     * Puts the new layers on.
     *
     * <p>The outputs are called {@link PixelArchitectures#HEAT}, {@link PixelArchitectures#EXTENT}
     * and {@link PixelArchitectures#OFFSET}.
     *
     * @param classes of objects
     * @param filters a quarter of those of each new layer
     * @throws RefusedException if a layer that was named is not there
     */
    public Transfer.Result heads(int classes, int filters) {
        OldLayers old = old();
        KerasGraph graph = old.graph();
        Layers net = new Layers("centres", PREFIX);
        List<String> heads =
                PixelArchitectures.centreHeads(net, pyramid(net, 4 * filters), classes, filters);
        old.requireFree(net.names());
        String input = graph.input(old.kept());
        graph.resize(input, 0, 0);
        Set<String> still = free ? Set.of() : old.frozen(frozen);
        String json = graph.json(old.kept(), net.list(), heads);
        return new Transfer.Result(json, input, old.weights(), still, old.tuned(still));
    }

    private OldLayers old() {
        KerasGraph graph = Strides.graph(base, padded);
        Set<String> kept = new LinkedHashSet<>();
        levels.values().forEach(layer -> kept.addAll(graph.upTo(layer)));
        return new OldLayers(base, graph, kept);
    }

    private String pyramid(Layers net, int width) {
        int stride = levels.lastKey();
        String x = side(net, stride, width);
        while (stride > FINEST) {
            stride /= 2;
            x = net.doubled(x);
            if (levels.containsKey(stride)) x = net.concatenation(x, side(net, stride, width));
            String name = PREFIX + "up" + stride;
            x = net.convolution(x, name, width, 3, 1, Layers.NORMALISED);
            x = net.normalised(x, name);
        }
        return x;
    }

    /** A layer of the old network, brought to the width of the new ones. */
    private String side(Layers net, int stride, int width) {
        String name = PREFIX + "side" + stride;
        String x = net.convolution(levels.get(stride), name, width, 1, 1, Layers.NORMALISED);
        return net.normalised(x, name);
    }

    /** What a user should know of how the old network is used. */
    public List<String> notes() {
        OldLayers old = old();
        List<String> notes = new ArrayList<>();
        notes.add("centres are found from the layers " + text() + " of the given network");
        if (padded) {
            notes.add(
                    "the given network's convolutions were padded, so that its images are whole"
                            + " parts of the picture; its weights are as they were");
        }
        if (old.kept().stream().anyMatch(l -> old.graph().className(l).startsWith("Global"))) {
            notes.add(
                    "the given network looks at the mean over its whole picture, so that what is"
                            + " found depends a little on the size of tiles");
        }
        return notes;
    }

    private String text() {
        List<String> parts = new ArrayList<>();
        levels.forEach((stride, layer) -> parts.add(layer + " (1/" + stride + ")"));
        return String.join(", ", parts);
    }
}
