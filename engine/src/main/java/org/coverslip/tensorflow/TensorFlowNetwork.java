package org.coverslip.tensorflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.network.Device;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.inline.Wire;

/** A SavedModel in a TensorFlow session. */
final class TensorFlowNetwork implements Network {

    private final OpenModel model;

    /**
     * @param model closed with this network
     */
    TensorFlowNetwork(OpenModel model) {
        this.model = model;
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
        return model.whileOpen(
                () -> {
                    List<Tensor> values = model.checked(given);
                    List<Tensor> results =
                            model.session().run(model.feeds(), values, model.fetches());
                    Map<String, Tensor> named = new LinkedHashMap<>();
                    for (int i = 0; i < results.size(); i++)
                        named.put(outputs().get(i).name(), results.get(i));
                    return named;
                });
    }

    @Override
    public List<LayerInfo> layers() {
        return model.whileOpen(() -> model.inside().layers());
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> given, List<String> layers) {
        if (layers.isEmpty()) return run(given);
        return model.whileOpen(
                () -> {
                    InnerGraph inside = model.inside();
                    Map<String, Wire> wanted = new LinkedHashMap<>();
                    for (TensorInfo output : outputs())
                        wanted.put(output.name(), inside.output(output));
                    for (String layer : layers) wanted.put(layer, inside.layer(layer).value());
                    return new InnerRun(model).fetch(given, Map.of(), wanted);
                });
    }

    @Override
    public void close() {
        model.close();
    }
}
