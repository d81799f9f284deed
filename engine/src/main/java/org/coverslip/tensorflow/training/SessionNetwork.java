package org.coverslip.tensorflow.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Optimizer;
import org.coverslip.tensorflow.Failures;
import org.coverslip.tensorflow.training.LearningGraph.Port;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** A network that learns in a TensorFlow session. */
final class SessionNetwork implements LearningNetwork {

    private static final String SUBJECT = "the network in training";

    /** In {@link #state()}: how many steps were taken. */
    private static final String STEPS = "optimizer/steps";

    private final Graph graph;
    private final LearningGraph forward;
    private final Updates updates;
    private final Optimizer optimizer;
    private final Device device;
    private final Session session;
    private final SessionMemory weights;
    private final SessionMemory slots;
    private long steps;
    private boolean closed;

    /**
     * @param graph closed with this network
     */
    SessionNetwork(
            Graph graph,
            LearningGraph forward,
            Updates updates,
            Optimizer optimizer,
            ConfigProto config,
            Device device) {
        this.graph = graph;
        this.forward = forward;
        this.updates = updates;
        this.optimizer = optimizer;
        this.device = device;
        weights = new SessionMemory(graph);
        for (LearnedVariable v : forward.variables().all()) {
            weights.add(
                    v.name(),
                    graph.operationOrThrow(v.handle().node()).output(0),
                    v.read().shape().toArray());
        }
        slots = new SessionMemory(graph);
        for (Updates.Slot slot : updates.slots()) {
            slots.add(slot.name(), slot.handle(), slot.of().read().shape().toArray());
        }
        session = new Session(graph, config);
        try {
            weights.write(session, forward.variables().takeFirst());
            Session.Runner zeroing = session.runner();
            updates.slots().forEach(slot -> zeroing.addTarget(slot.zero()));
            if (!updates.slots().isEmpty()) zeroing.run().close();
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    @Override
    public List<TensorInfo> inputs() {
        return forward.inputs().stream().map(Port::info).toList();
    }

    @Override
    public List<TensorInfo> outputs() {
        return forward.outputs().stream().map(Port::info).toList();
    }

    @Override
    public double step(Map<String, Tensor> inputs, Map<String, Tensor> targets, double rate) {
        if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
            throw new RefusedException(
                    "the learning rate " + rate, "it is no positive number", "use 0.001 or so");
        }
        return run(
                () -> {
                    try (Feeds feeds = feeds(inputs, targets)) {
                        Session.Runner runner = feeds.into(session.runner());
                        feeds.add(runner, updates.rate(), TFloat32.scalarOf((float) rate));
                        feeds.add(runner, updates.powers().get(0), power(true));
                        feeds.add(runner, updates.powers().get(1), power(false));
                        runner.fetch(forward.loss().node()).fetch(updates.finite());
                        try (Result result = runner.addTarget(updates.apply()).run()) {
                            float loss = NativeValues.scalar(result.get(0));
                            if (NativeValues.flag(result.get(1))) {
                                steps++;
                                return (double) loss;
                            }
                            return Float.isFinite(loss) ? Double.NaN : (double) loss;
                        }
                    }
                });
    }

    /** Powers of Adam's betas at the step to be taken. */
    private TFloat32 power(boolean first) {
        double base =
                optimizer instanceof Optimizer.Adam adam
                        ? (first ? adam.beta1() : adam.beta2())
                        : 0;
        return TFloat32.scalarOf((float) Math.pow(base, steps + 1));
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs) {
        return run(
                () -> {
                    try (Feeds feeds = new Feeds()) {
                        feeds.give(forward.inputs(), inputs, "input");
                        Session.Runner runner = feeds.into(session.runner());
                        forward.outputs().forEach(port -> runner.fetch(port.node()));
                        Map<String, Tensor> values = new LinkedHashMap<>();
                        try (Result result = runner.run()) {
                            int i = 0;
                            for (Port port : forward.outputs()) {
                                Tensor value = NativeValues.floats(result.get(i++));
                                values.put(port.info().name(), value);
                            }
                        }
                        return values;
                    }
                });
    }

    @Override
    public double loss(Map<String, Tensor> inputs, Map<String, Tensor> targets) {
        return run(
                () -> {
                    try (Feeds feeds = feeds(inputs, targets)) {
                        Session.Runner runner = feeds.into(session.runner());
                        try (Result r = runner.fetch(forward.predictedLoss().node()).run()) {
                            return (double) NativeValues.scalar(r.get(0));
                        }
                    }
                });
    }

    private Feeds feeds(Map<String, Tensor> inputs, Map<String, Tensor> targets) {
        Feeds feeds = new Feeds();
        try {
            feeds.give(forward.inputs(), inputs, "input");
            feeds.targets(forward, targets);
            feeds.add(forward.step().node(), TInt64.scalarOf(steps));
            return feeds;
        } catch (RuntimeException | Error e) {
            feeds.close();
            throw e;
        }
    }

    @Override
    public Map<String, Tensor> weights() {
        return run(() -> weights.read(session, weights.names()));
    }

    @Override
    public List<String> trainable() {
        return updates.learned().stream().map(LearnedVariable::name).toList();
    }

    @Override
    public Map<String, Tensor> state() {
        return run(
                () -> {
                    Map<String, Tensor> state = weights.read(session, weights.names());
                    state.putAll(slots.read(session, slots.names()));
                    state.put(STEPS, Tensor.of(new long[] {steps}));
                    return state;
                });
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        Map<String, Tensor> ofWeights = new LinkedHashMap<>();
        Map<String, Tensor> ofSlots = new LinkedHashMap<>();
        state.forEach(
                (name, value) -> {
                    if (name.equals(STEPS)) return;
                    boolean weight = weights.shape(name) != null;
                    long[] shape = weight ? weights.shape(name) : slots.shape(name);
                    if (shape == null) {
                        throw unfit("there is no weight " + name);
                    }
                    if (!Arrays.equals(shape, value.shape())) {
                        throw unfit(
                                name
                                        + " has the shape "
                                        + Arrays.toString(value.shape())
                                        + ", not "
                                        + Arrays.toString(shape));
                    }
                    (weight ? ofWeights : ofSlots).put(name, Tensor.of(value.floats(), shape));
                });
        for (String name : weights.names()) {
            if (!state.containsKey(name)) throw unfit(name + " is missing");
        }
        boolean whole = state.containsKey(STEPS) || !ofSlots.isEmpty();
        if (whole && !(state.keySet().containsAll(slots.names()) && state.containsKey(STEPS))) {
            throw unfit("a part of the optimizer's memory is missing");
        }
        run(
                () -> {
                    weights.write(session, ofWeights);
                    slots.write(session, ofSlots);
                    return null;
                });
        if (whole) steps = (long) state.get(STEPS).get(0);
    }

    private static RefusedException unfit(String fault) {
        return new RefusedException(
                "the saved state", fault, "resume with the architecture and optimizer it is of");
    }

    @Override
    public long parameters() {
        return forward.variables().all().stream().mapToLong(v -> v.read().shape().elements()).sum();
    }

    @Override
    public Device device() {
        return device;
    }

    // NB: TensorFlow's exceptions have no common ancestor below RuntimeException.
    private <T> T run(Supplier<T> work) {
        if (closed) throw new IllegalStateException("The network is closed");
        try {
            return work.get();
        } catch (RefusedException e) {
            throw e;
        } catch (TFResourceExhaustedException e) {
            OutOfMemoryError memory = new OutOfMemoryError(e.getMessage());
            memory.initCause(e);
            throw failed(memory, "use a smaller batch or smaller images");
        } catch (RuntimeException e) {
            throw failed(e, "check that images and labels fit the network");
        }
    }

    private static RefusedException failed(Throwable cause, String remedy) {
        return new RefusedException(
                SUBJECT, "the step failed: " + Failures.reason(cause), remedy, cause);
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        session.close();
        graph.close();
    }
}
