package org.coverslip.tensorflow;

import ai.djl.Model;
import ai.djl.tensorflow.engine.SavedModelBundle;
import ai.djl.tensorflow.engine.TfSymbolBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.gradient.LoadedGraph;

/** A SavedModel that TensorFlow holds, with its session; several networks may share it. */
final class OpenModel implements AutoCloseable {

    private final CheckedModel checked;
    private final Device device;
    private final SessionCall session;
    private final Ports feeds;
    private final Ports fetches;

    // NB: closing frees the session that other threads run in, so it waits for them to leave.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Object opening = new Object();
    private Model model;
    private volatile InnerGraph inside;

    /**
     * @param model loaded by DJL; closed with this
     * @param resolved the device the session was made for
     */
    OpenModel(CheckedModel checked, Model model, Device resolved) {
        this.checked = checked;
        this.model = model;
        SavedModelBundle bundle = bundle(model);
        session = new SessionCall(checked.path(), bundle.getSession());
        var definition = checked.definition();
        feeds = Ports.of(path(), bundle.getGraph(), inputs(), definition.getInputsMap());
        fetches = Ports.of(path(), bundle.getGraph(), outputs(), definition.getOutputsMap());
        device = DeviceProbe.of(bundle.getSession(), resolved);
    }

    private static SavedModelBundle bundle(Model model) {
        return ((TfSymbolBlock) model.getBlock()).getSavedModelBundle();
    }

    Path path() {
        return checked.path();
    }

    List<TensorInfo> inputs() {
        return checked.signature().inputs();
    }

    List<TensorInfo> outputs() {
        return checked.outputs();
    }

    Device device() {
        return device;
    }

    SessionCall session() {
        return session;
    }

    /** Where the values of {@link #inputs()} go. */
    Ports feeds() {
        return feeds;
    }

    /** Where the values of {@link #outputs()} come from. */
    Ports fetches() {
        return fetches;
    }

    /** Does something while nobody can close the model. */
    <T> T whileOpen(Supplier<T> action) {
        lock.readLock().lock();
        try {
            if (model == null)
                throw new IllegalStateException("The network " + path() + " is closed");
            return action.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Its graph with the functions opened, made when first asked for; only while open. */
    InnerGraph inside() {
        if (inside == null) {
            synchronized (opening) {
                if (inside == null) inside = open();
            }
        }
        return inside;
    }

    private InnerGraph open() {
        SavedModelBundle bundle = bundle(model);
        var graph = bundle.getMetaGraphDef().getGraphDef();
        LoadedGraph loaded = new LoadedGraph(bundle.getGraph(), graph.getVersions());
        return InnerGraph.of(checked, graph, loaded);
    }

    /**
     * The values in the order of the inputs and in their types.
     *
     * @throws RefusedException if one is missing, unknown or of another shape
     */
    List<Tensor> checked(Map<String, Tensor> given) {
        List<Tensor> values = new ArrayList<>();
        for (TensorInfo info : inputs()) {
            Tensor value = given.get(info.name());
            if (value == null)
                throw new RefusedException(
                        path(),
                        "input \"" + info.name() + "\" is missing",
                        "give a tensor for each of " + inputs());
            if (!info.accepts(value.shape()))
                throw new RefusedException(
                        path(),
                        "input \""
                                + info.name()
                                + "\" takes shape "
                                + info.shapeText()
                                + " and was given "
                                + TensorInfo.of("", value.type(), value.shape()).shapeText(),
                        "give it that shape");
            values.add(value.to(info.type()));
        }
        for (String name : given.keySet())
            if (inputs().stream().noneMatch(info -> info.name().equals(name)))
                throw new RefusedException(
                        path(), "it has no input \"" + name + "\"", "its inputs are " + inputs());
        return values;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (model != null) model.close();
            model = null;
            inside = null;
        } finally {
            lock.writeLock().unlock();
        }
    }
}
