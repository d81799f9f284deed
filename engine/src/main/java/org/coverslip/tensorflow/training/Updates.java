package org.coverslip.tensorflow.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.DataType;

/**
 * The backward half: gradients of the loss and what they do to the variables. Nothing is changed
 * where the loss or a gradient is not finite: every update then gets its numbers through a switch
 * that is off, which costs nothing.
 */
final class Updates {

    /**
     * What an optimizer remembers of a variable.
     *
     * @param name {@code optimizer/layer/variable/slot}
     * @param handle the resource that holds it
     * @param zero sets it to 0, as it is at first
     */
    record Slot(String name, LearnedVariable of, Output<?> handle, Operation zero) {}

    private final Graph graph;
    private final Scope scope;
    private final Optimizer optimizer;
    private final Map<String, Double> rateFactors;
    private final List<LearnedVariable> learned;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Operation> all = new ArrayList<>();
    private final Map<LearnedVariable, Operation> last = new HashMap<>();
    private final Map<Float, Output<?>> numbers = new HashMap<>();
    private final Output<?> rate;
    private final Output<?> power1;
    private final Output<?> power2;
    private final Output<?> finite;
    private final Operation apply;

    /**
     * @param graph with the forward half
     * @param learned the variables to change; at least one, each reached from the loss
     * @param rateFactors by the names of variables
     */
    Updates(
            Graph graph,
            LearningGraph forward,
            TrainingSetup setup,
            List<LearnedVariable> learned,
            Map<String, Double> rateFactors) {
        this.graph = graph;
        this.scope = graph.baseScope().withSubScope("coverslip_update");
        this.optimizer = setup.optimizer();
        this.learned = learned;
        this.rateFactors = rateFactors;
        rate = placeholder("rate");
        power1 = placeholder("power1");
        power2 = placeholder("power2");
        Output<?> loss = output(forward.loss().node());
        Output<?>[] reads =
                learned.stream().map(v -> output(v.read().node())).toArray(Output<?>[]::new);
        Output<?>[] gradients =
                graph.addGradients("coverslip_gradient", new Output<?>[] {loss}, reads, null);
        List<Output<?>> changes = new ArrayList<>(List.of(gradients));
        forward.variables().averages().forEach(a -> changes.add(output(a.batch().node())));
        finite = finite(loss, changes);
        for (int i = 0; i < gradients.length; i++) change(learned.get(i), gradients[i]);
        forward.variables().averages().forEach(this::average);
        Node group = op("NoOp", "all");
        all.forEach(group::after);
        apply = group.build();
    }

    private void change(LearnedVariable variable, Output<?> gradient) {
        double factor = rateFactors.getOrDefault(variable.name(), 1.0);
        Output<?> own = factor == 1 ? rate : binary("Mul", rate, number(factor));
        Output<?> ready = onlyIfFinite(gradient);
        if (optimizer.weightDecay() > 0 && variable.isKernel()) {
            Output<?> part = binary("Mul", own, number(optimizer.weightDecay()));
            subtract(variable, binary("Mul", output(variable.read().node()), part));
        }
        Output<?> handle = output(variable.handle().node());
        if (optimizer instanceof Optimizer.Adam adam) {
            Output<?> m = slot(variable, "m");
            Output<?> v = slot(variable, "v");
            done(
                    variable,
                    op("ResourceApplyAdam", "adam")
                            .in(handle, m, v, power1, power2, own)
                            .in(number(adam.beta1()), number(adam.beta2()))
                            .in(number(adam.epsilon()), ready));
        } else if (optimizer instanceof Optimizer.Sgd sgd && sgd.momentum() > 0) {
            done(
                    variable,
                    op("ResourceApplyMomentum", "momentum")
                            .in(handle, slot(variable, "momentum"), own, ready)
                            .in(number(sgd.momentum()))
                            .flag("use_nesterov", sgd.nesterov()));
        } else {
            done(variable, op("ResourceApplyGradientDescent", "descent").in(handle, own, ready));
        }
    }

    private void average(Variables.Average average) {
        Output<?> moved =
                binary(
                        "Sub",
                        output(average.variable().read().node()),
                        output(average.batch().node()));
        subtract(average.variable(), binary("Mul", moved, number(1 - average.momentum())));
    }

    private void subtract(LearnedVariable variable, Output<?> amount) {
        done(
                variable,
                op("AssignSubVariableOp", "subtract")
                        .in(output(variable.handle().node()), onlyIfFinite(amount))
                        .type("dtype", DataType.DT_FLOAT));
    }

    /** NB: one after the other where there are several of a variable, for the same bits always. */
    private void done(LearnedVariable variable, Node update) {
        Operation before = last.get(variable);
        if (before != null) update.after(before);
        Operation operation = update.build();
        last.put(variable, operation);
        all.add(operation);
    }

    /**
     * Whether the loss and everything that is about to reach the weights is finite. NB: a sum of
     * squares is, if and only if every number is and none is absurd; an infinite variance of a
     * batch gives a finite loss, and would spoil the moving average for good.
     */
    private Output<?> finite(Output<?> loss, List<Output<?>> changes) {
        List<Output<?>> all = new ArrayList<>(List.of(loss));
        changes.forEach(change -> all.add(op("L2Loss", "norm").in(change).output()));
        Output<?> sum = op("AddN", "sum").list(all.toArray(Output<?>[]::new)).output();
        return op("IsFinite", "finite").in(sum).output();
    }

    private Output<?> onlyIfFinite(Output<?> value) {
        return op("Switch", "if_finite").in(value, finite).build().output(1);
    }

    private Output<?> slot(LearnedVariable variable, String name) {
        String full = "optimizer/" + variable.name() + "/" + name;
        Output<?> handle =
                op("VarHandleOp", "slot")
                        .text("shared_name", full)
                        .type("dtype", DataType.DT_FLOAT)
                        .shape("shape", variable.read().shape().toArray())
                        .output();
        Output<?> zeros = op("ZerosLike", "zeros").in(output(variable.read().node())).output();
        Operation zero =
                op("AssignVariableOp", "zero")
                        .in(handle, zeros)
                        .type("dtype", DataType.DT_FLOAT)
                        .build();
        slots.add(new Slot(full, variable, handle, zero));
        return handle;
    }

    private Output<?> placeholder(String name) {
        return op("Placeholder", name).type("dtype", DataType.DT_FLOAT).shape("shape").output();
    }

    private Output<?> number(double value) {
        return numbers.computeIfAbsent(
                (float) value, v -> op("Const", "number").number("value", v).output());
    }

    private Output<?> binary(String type, Output<?> x, Output<?> y) {
        return op(type, type.toLowerCase(java.util.Locale.ROOT)).in(x, y).output();
    }

    private Output<?> output(String node) {
        int colon = node.lastIndexOf(':');
        return colon < 0
                ? graph.operationOrThrow(node).output(0)
                : graph.operationOrThrow(node.substring(0, colon))
                        .output(Integer.parseInt(node.substring(colon + 1)));
    }

    private Node op(String type, String name) {
        return new Node(graph.opBuilder(type, scope.makeOpName(name), scope));
    }

    List<Slot> slots() {
        return slots;
    }

    /** The variables that gradients change. */
    List<LearnedVariable> learned() {
        return learned;
    }

    /** Fed with the learning rate. */
    Output<?> rate() {
        return rate;
    }

    /** Fed with the powers of Adam's betas. */
    List<Output<?>> powers() {
        return List.of(power1, power2);
    }

    /** Whether the loss and all gradients are finite. */
    Output<?> finite() {
        return finite;
    }

    /** Runs every update. */
    Operation apply() {
        return apply;
    }
}
