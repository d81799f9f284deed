package org.coverslip.tensorflow;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.inline.Wire;

/** A SavedModel in a TensorFlow session. */
final class TensorFlowNetwork implements Network {

    private final OpenModel model;
    private final Map<Wire, Tensor> weights;
    private final boolean owner;
    private volatile boolean closed;

    /**
     * @param model closed with this network
     */
    TensorFlowNetwork(OpenModel model) {
        this(model, Map.of(), true);
    }

    private TensorFlowNetwork(OpenModel model, Map<Wire, Tensor> weights, boolean owner) {
        this.model = model;
        this.weights = weights;
        this.owner = owner;
    }

    @Override
    public List<TensorInfo> inputs() {
        return model.inputs();
    }

    @Override
    public List<TensorInfo> outputs() {
        return model.outputs();
    }

    @Override
    public Device device() {
        return model.device();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> given) {
        return whileOpen(() -> weights.isEmpty() ? original(given) : opened(given, List.of()));
    }

    // NB: without opening the functions, which a network that is only run never needs.
    private Map<String, Tensor> original(Map<String, Tensor> given) {
        List<Tensor> values = model.checked(given);
        List<Tensor> results = model.session().run(model.feeds(), values, model.fetches());
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) named.put(outputs().get(i).name(), results.get(i));
        return named;
    }

    private Map<String, Tensor> opened(Map<String, Tensor> given, List<String> layers) {
        InnerGraph inside = model.inside();
        Map<String, Wire> wanted = new LinkedHashMap<>();
        for (TensorInfo output : outputs()) wanted.put(output.name(), inside.output(output));
        for (String layer : layers) wanted.put(layer, inside.layer(layer).value());
        return new InnerRun(model).fetch(given, weights, wanted);
    }

    @Override
    public List<LayerInfo> layers() {
        return whileOpen(() -> model.inside().layers());
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> given, List<String> layers) {
        return layers.isEmpty() ? run(given) : whileOpen(() -> opened(given, layers));
    }

    @Override
    public ScoreGradient gradient(String output, String at) {
        return whileOpen(() -> new InnerGradient(model, weights, output(output), at));
    }

    private TensorInfo output(String name) {
        return outputs().stream()
                .filter(info -> info.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        model.path(),
                                        "it has no output \"" + name + "\"",
                                        "its outputs are " + outputs()));
    }

    @Override
    public List<String> weightedLayers() {
        return whileOpen(() -> new RandomWeights(model).layers());
    }

    @Override
    public Network withRandomWeights(Collection<String> layers, long seed) {
        return whileOpen(
                () -> {
                    Map<Wire, Tensor> fed = new RandomWeights(model).shuffled(layers, seed);
                    return new TensorFlowNetwork(model, fed, false);
                });
    }

    private <T> T whileOpen(Supplier<T> action) {
        if (closed) throw new IllegalStateException("The network " + model.path() + " is closed");
        return model.whileOpen(action);
    }

    @Override
    public void close() {
        closed = true;
        if (owner) model.close();
    }
}
