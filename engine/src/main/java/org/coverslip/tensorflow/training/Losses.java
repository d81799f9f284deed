package org.coverslip.tensorflow.training;

import java.util.List;
import org.coverslip.network.training.Loss;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;
import org.tensorflow.proto.DataType;

/**
 * The loss of one output as operations. Everything is seen as rows [n, channels]: n samples, or
 * pixels of all samples.
 */
final class Losses {

    private static final double TINY = 1e-30;

    private final Scope s;
    private final Prediction output;
    private final Value target;
    private final Value weight;
    private final long channels;

    /**
     * @param output what the network gives
     * @param target shaped as the output
     * @param weight shaped as the target without its last axis
     */
    Losses(Scope scope, Prediction output, Value target, Value weight) {
        Shape shape = output.value().shape();
        channels = shape.size(shape.rank() - 1);
        if (shape.rank() < 2 || channels == Shape.UNKNOWN) {
            throw new Fault(
                    "output " + Fault.quote(output.name()) + " has the shape " + shape,
                    "end it in a layer with a known number of channels");
        }
        this.s = scope;
        this.output = output;
        this.target = rows(scope, target, channels);
        this.weight = scope.reshape(weight, Shape.of(-1));
    }

    private static Value rows(Scope s, Value x, long channels) {
        return x.rank() == 2 ? x : s.reshape(x, Shape.of(-1, channels));
    }

    /** One number: the loss times its own factor. */
    Value of(Loss loss) {
        Value value;
        if (loss instanceof Loss.SoftmaxCrossEntropy c) {
            value = mean(softmax(c.classWeights()));
        } else if (loss instanceof Loss.BinaryCrossEntropy b) {
            value = mean(binary(b));
        } else if (loss instanceof Loss.Focal f) {
            value = mean(output.isSoftmax() ? focalSoftmax(f) : focalSigmoid(f));
        } else if (loss instanceof Loss.DiceCrossEntropy) {
            value = s.add(dice(), mean(crossEntropy()));
        } else if (loss instanceof Loss.CentreHeat) {
            value = centreHeat();
        } else if (loss instanceof Loss.Absolute) {
            value = mean(s.reduce("Mean", s.unary("Abs", difference()), false, 1));
        } else {
            value = mean(s.reduce("Mean", s.unary("Square", difference()), false, 1));
        }
        return loss.weight() == 1 ? value : s.mul(value, s.number(loss.weight()));
    }

    /** Sum of a term per row, times the row's part of all weights. */
    private Value mean(Value term) {
        Value all = s.binary("Maximum", sum(weight), s.number(TINY));
        return sum(s.mul(term, s.binary("RealDiv", weight, all)));
    }

    private Value sum(Value x) {
        int[] axes = new int[x.rank()];
        for (int i = 0; i < axes.length; i++) axes[i] = i;
        return s.reduce("Sum", x, false, axes);
    }

    private Value difference() {
        return s.sub(rows(s, output.value(), channels), target);
    }

    private Value crossEntropy() {
        return output.isSoftmax()
                ? softmax(List.of())
                : binary(new Loss.BinaryCrossEntropy(List.of(), List.of(), 0, 1));
    }

    private Value softmax(List<Double> classWeights) {
        Value x = rows(s, output.logits("softmax"), channels);
        if (classWeights.isEmpty()) {
            return s.op("SoftmaxCrossEntropyWithLogits")
                    .in(x, target)
                    .type("T", DataType.DT_FLOAT)
                    .gives(Shape.of(x.shape().size(0)));
        }
        Value weighted = s.mul(target, perClass(classWeights));
        return minus(s.mul(weighted, s.unary("LogSoftmax", x)));
    }

    private Value binary(Loss.BinaryCrossEntropy loss) {
        Value x = rows(s, output.logits("sigmoid"), channels);
        Value yes = logOfSigmoid(x, loss.epsilon());
        Value no = logOfSigmoid(s.unary("Neg", x), loss.epsilon());
        Value p = s.mul(target, perClass(loss.positive()));
        Value n = s.mul(s.sub(s.number(1), target), perClass(loss.negative()));
        return minus(s.add(s.mul(p, yes), s.mul(n, no)));
    }

    /** log(sigmoid(x) + e). */
    private Value logOfSigmoid(Value x, double epsilon) {
        return epsilon == 0
                ? s.unary("Neg", s.unary("Softplus", s.unary("Neg", x)))
                : s.unary("Log", s.add(s.unary("Sigmoid", x), s.number(epsilon)));
    }

    private Value focalSoftmax(Loss.Focal loss) {
        Value x = rows(s, output.logits("softmax"), channels);
        Value log = s.unary("LogSoftmax", x);
        Value distance = s.sub(s.number(1), s.unary("Exp", log));
        Value weighted = s.mul(target, perClass(loss.alpha()));
        return minus(s.mul(s.mul(weighted, power(distance, loss.gamma())), log));
    }

    private Value focalSigmoid(Loss.Focal loss) {
        Value x = rows(s, output.logits("sigmoid"), channels);
        Value opposite = s.unary("Neg", x);
        Value yes = s.mul(power(s.unary("Sigmoid", opposite), loss.gamma()), logOfSigmoid(x, 0));
        Value no = s.mul(power(s.unary("Sigmoid", x), loss.gamma()), logOfSigmoid(opposite, 0));
        Value both = s.add(s.mul(target, yes), s.mul(s.sub(s.number(1), target), no));
        return minus(s.mul(both, perClass(loss.alpha())));
    }

    /** NB: held off 0, where a power below 1 has no slope. */
    private Value power(Value x, double exponent) {
        if (exponent == 0) return s.number(1);
        if (exponent == 1) return x;
        if (exponent == 2) return s.unary("Square", x);
        return s.binary("Pow", s.binary("Maximum", x, s.number(1e-7)), s.number(exponent));
    }

    private Value dice() {
        Value p = rows(s, output.value(), channels);
        Value w = s.reshape(weight, Shape.of(-1, 1));
        Value both = s.reduce("Sum", s.mul(s.mul(p, target), w), false, 0);
        Value all = s.reduce("Sum", s.mul(s.add(p, target), w), false, 0);
        Value one = s.number(1);
        Value overlap = s.binary("RealDiv", s.add(s.mul(both, s.number(2)), one), s.add(all, one));
        return s.sub(one, s.reduce("Mean", overlap, false, 0));
    }

    private Value centreHeat() {
        Value x = rows(s, output.logits("sigmoid"), channels);
        Value opposite = s.unary("Neg", x);
        Value one = s.number(1);
        Value isCentre =
                s.toFloat(
                        s.op("GreaterEqual")
                                .in(target, one)
                                .type("T", DataType.DT_FLOAT)
                                .gives(DataType.DT_BOOL, target.shape()));
        Value yes = s.mul(s.unary("Square", s.unary("Sigmoid", opposite)), logOfSigmoid(x, 0));
        Value no = s.mul(s.unary("Square", s.unary("Sigmoid", x)), logOfSigmoid(opposite, 0));
        Value far = s.unary("Square", s.unary("Square", s.sub(one, target)));
        Value terms = s.add(s.mul(isCentre, yes), s.mul(s.mul(s.sub(one, isCentre), far), no));
        Value w = s.reshape(weight, Shape.of(-1, 1));
        Value centres = s.binary("Maximum", sum(s.mul(isCentre, w)), one);
        return s.unary("Neg", s.binary("RealDiv", sum(s.mul(terms, w)), centres));
    }

    /** Minus the sum over channels. */
    private Value minus(Value terms) {
        return s.unary("Neg", s.reduce("Sum", terms, false, 1));
    }

    private Value perClass(List<Double> weights) {
        if (weights.isEmpty()) return s.number(1);
        if (weights.size() != channels) {
            throw new Fault(
                    "output "
                            + Fault.quote(output.name())
                            + " has "
                            + channels
                            + " classes and its loss "
                            + weights.size()
                            + " class weights",
                    "give one weight per class");
        }
        return s.numbers(
                Shape.of(channels), weights.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
