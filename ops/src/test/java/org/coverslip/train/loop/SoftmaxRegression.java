package org.coverslip.train.loop;

import java.util.List;
import java.util.Map;
import org.coverslip.network.Device;
import org.coverslip.network.ElementType;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.network.training.LearningNetwork;

/** A network that learns, small enough to be written down: softmax(x W + b) with momentum. */
final class SoftmaxRegression implements LearningNetwork {

    private static final float MOMENTUM = 0.9f;

    private final int features;
    private final int classes;
    private float[] weights;
    private float[] velocity;

    SoftmaxRegression(int features, int classes) {
        this.features = features;
        this.classes = classes;
        weights = new float[(features + 1) * classes];
        velocity = new float[weights.length];
    }

    @Override
    public List<TensorInfo> inputs() {
        return List.of(TensorInfo.of("x", ElementType.FLOAT32, -1, features));
    }

    @Override
    public List<TensorInfo> outputs() {
        return List.of(TensorInfo.of("p", ElementType.FLOAT32, -1, classes));
    }

    @Override
    public double step(Map<String, Tensor> in, Map<String, Tensor> targets, double rate) {
        float[] x = in.get("x").floats();
        float[] y = targets.get("p").floats();
        float[] p = probabilities(x);
        double loss = loss(p, y);
        if (!Double.isFinite(loss)) return loss;
        int n = x.length / features;
        float[] gradient = new float[weights.length];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < classes; c++) {
                float error = (p[i * classes + c] - y[i * classes + c]) / n;
                for (int f = 0; f < features; f++) {
                    gradient[f * classes + c] += error * x[i * features + f];
                }
                gradient[features * classes + c] += error;
            }
        }
        for (int k = 0; k < weights.length; k++) {
            velocity[k] = MOMENTUM * velocity[k] - (float) rate * gradient[k];
            weights[k] += velocity[k];
        }
        return loss;
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> in) {
        float[] p = probabilities(in.get("x").floats());
        return Map.of("p", Tensor.of(p, p.length / classes, classes));
    }

    @Override
    public double loss(Map<String, Tensor> in, Map<String, Tensor> targets) {
        return loss(probabilities(in.get("x").floats()), targets.get("p").floats());
    }

    private double loss(float[] p, float[] y) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) if (y[i] > 0) sum -= y[i] * Math.log(p[i]);
        return sum / (p.length / classes);
    }

    private float[] probabilities(float[] x) {
        int n = x.length / features;
        float[] p = new float[n * classes];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                double z = weights[features * classes + c];
                for (int f = 0; f < features; f++) {
                    z += x[i * features + f] * weights[f * classes + c];
                }
                sum += p[i * classes + c] = (float) Math.exp(z);
            }
            for (int c = 0; c < classes; c++) p[i * classes + c] /= (float) sum;
        }
        return p;
    }

    @Override
    public Map<String, Tensor> weights() {
        return Map.of("dense/kernel", Tensor.of(weights.clone(), features + 1, classes));
    }

    @Override
    public List<String> trainable() {
        return List.of("dense/kernel");
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of(
                "dense/kernel", Tensor.of(weights.clone(), features + 1, classes),
                "velocity", Tensor.of(velocity.clone(), features + 1, classes));
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        weights = state.get("dense/kernel").floats().clone();
        if (state.containsKey("velocity")) velocity = state.get("velocity").floats().clone();
    }

    @Override
    public long parameters() {
        return weights.length;
    }

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public void close() {}
}
