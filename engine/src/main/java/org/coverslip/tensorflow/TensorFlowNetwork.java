package org.coverslip.tensorflow;

import ai.djl.Model;
import ai.djl.tensorflow.engine.SavedModelBundle;
import ai.djl.tensorflow.engine.TfSymbolBlock;
import ai.djl.tensorflow.engine.javacpp.JavacppUtils;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.bytedeco.javacpp.Pointer;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.Network;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Tensor;

/** A SavedModel in a TensorFlow session. */
final class TensorFlowNetwork implements Network {

    private static final TF_Operation[] NONE = {};

    private final Path path;
    private final List<TensorInfo> inputs;
    private final List<TensorInfo> outputs;
    private final Device device;
    private final TF_Session session;
    private final Ports feeds;
    private final Ports fetches;

    // NB: closing frees the session that other threads run in, so it waits for them to leave.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Model model;

    /**
     * @param model loaded by DJL; closed with this network
     * @param resolved the device the session was made for
     */
    TensorFlowNetwork(CheckedModel checked, Model model, Device resolved) {
        this.model = model;
        path = checked.path();
        inputs = checked.signature().inputs();
        outputs = checked.outputs();
        SavedModelBundle bundle = ((TfSymbolBlock) model.getBlock()).getSavedModelBundle();
        TF_Graph graph = bundle.getGraph();
        session = bundle.getSession();
        feeds = Ports.of(path, graph, inputs, checked.definition().getInputsMap());
        fetches = Ports.of(path, graph, outputs, checked.definition().getOutputsMap());
        device = DeviceProbe.of(session, resolved);
    }

    @Override
    public List<TensorInfo> inputs() {
        return inputs;
    }

    @Override
    public List<TensorInfo> outputs() {
        return outputs;
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> given) {
        lock.readLock().lock();
        try {
            if (model == null)
                throw new IllegalStateException("The network " + path + " is closed");
            return guarded(checked(given));
        } finally {
            lock.readLock().unlock();
        }
    }

    // NB: TensorFlow's exceptions have no common ancestor below RuntimeException.
    private Map<String, Tensor> guarded(Tensor[] values) {
        try {
            return execute(values);
        } catch (TFResourceExhaustedException | OutOfMemoryError e) {
            // NB: callers halve the batch when the cause is this error; TensorFlow's own exception
            // may be of a class loader they do not see.
            throw failed(memory(e), "use a smaller batch or tile");
        } catch (RuntimeException e) {
            throw failed(e, "check that the input fits the model");
        }
    }

    private static OutOfMemoryError memory(Throwable cause) {
        if (cause instanceof OutOfMemoryError error) return error;
        OutOfMemoryError error = new OutOfMemoryError(cause.getMessage());
        error.initCause(cause);
        return error;
    }

    private RefusedException failed(Throwable cause, String remedy) {
        return new RefusedException(
                path, "the network failed: " + Failures.reason(cause), remedy, cause);
    }

    private Tensor[] checked(Map<String, Tensor> given) {
        Tensor[] values = new Tensor[inputs.size()];
        for (int i = 0; i < values.length; i++) {
            TensorInfo info = inputs.get(i);
            Tensor value = given.get(info.name());
            if (value == null)
                throw new RefusedException(
                        path,
                        "input \"" + info.name() + "\" is missing",
                        "give a tensor for each of " + inputs);
            if (!info.accepts(value.shape()))
                throw new RefusedException(
                        path,
                        "input \""
                                + info.name()
                                + "\" takes shape "
                                + info.shapeText()
                                + " and was given "
                                + TensorInfo.of("", value.type(), value.shape()).shapeText(),
                        "give it that shape");
            values[i] = value;
        }
        for (String name : given.keySet())
            if (inputs.stream().noneMatch(info -> info.name().equals(name)))
                throw new RefusedException(
                        path, "it has no input \"" + name + "\"", "its inputs are " + inputs);
        return values;
    }

    private Map<String, Tensor> execute(Tensor[] values) {
        TF_Tensor[] in = new TF_Tensor[values.length];
        TF_Tensor[] out = {};
        try {
            for (int i = 0; i < in.length; i++)
                in[i] = NativeTensors.toNative(values[i].to(inputs.get(i).type()));
            // NB: not TfSymbolBlock.forward, which runs the model's init operations with every
            // call and binds unnamed inputs by position.
            out =
                    JavacppUtils.runSession(
                            session,
                            null,
                            in,
                            feeds.operations(),
                            feeds.indices(),
                            fetches.operations(),
                            fetches.indices(),
                            NONE);
            Map<String, Tensor> results = new LinkedHashMap<>();
            for (int i = 0; i < out.length; i++)
                results.put(outputs.get(i).name(), NativeTensors.fromNative(out[i]));
            return results;
        } finally {
            close(in);
            close(out);
        }
    }

    private static void close(Pointer[] tensors) {
        for (Pointer tensor : tensors) if (tensor != null) tensor.close();
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (model != null) model.close();
            model = null;
        } finally {
            lock.writeLock().unlock();
        }
    }
}
