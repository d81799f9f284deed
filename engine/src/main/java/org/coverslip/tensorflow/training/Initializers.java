package org.coverslip.tensorflow.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.coverslip.network.Tensor;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;

/**
 * First values of weights, as the initializer in a layer's configuration asks for them. Source of
 * scales and fans: {@code keras/src/initializers/random_initializers.py}. The numbers depend on the
 * seed and the weight's name only, so that adding a layer does not change those of the others.
 */
final class Initializers {

    /** A truncated normal has this part of the deviation of the whole one. */
    private static final double TRUNCATED = 0.87962566103423978;

    private final long seed;

    Initializers(long seed) {
        this.seed = seed;
    }

    /**
     * @param variable as Keras calls it, for example {@code kernel}
     * @throws Fault if the layer asks for an initializer that is unknown, or has no first values
     */
    Tensor draw(LayerSpec layer, String variable, long... shape) {
        int size = 1;
        for (long n : shape) size = Math.multiplyExact(size, Math.toIntExact(n));
        float[] values = new float[size];
        Config config = layer.config();
        JsonElement given = config.raw(key(variable));
        String name = className(given);
        if (name.isEmpty()) name = usual(layer, variable);
        JsonObject options =
                given instanceof JsonObject o && o.get("config") instanceof JsonObject c
                        ? c
                        : new JsonObject();
        Config own = new Config(config.owner() + ", initializer of " + variable, options);
        fill(values, name.replace("_", "").toLowerCase(Locale.ROOT), own, fans(shape), layer);
        return Tensor.of(values, shape);
    }

    private static String key(String variable) {
        return variable.replaceFirst("_kernel$", "") + "_initializer";
    }

    private static String className(JsonElement given) {
        if (given instanceof JsonPrimitive p) return p.getAsString();
        if (given instanceof JsonObject o && o.get("class_name") instanceof JsonPrimitive p) {
            return p.getAsString();
        }
        return "";
    }

    private static String usual(LayerSpec layer, String variable) {
        return switch (variable) {
            case "kernel", "depthwise_kernel", "pointwise_kernel" -> "GlorotUniform";
            case "bias", "beta", "moving_mean", "alpha" -> "Zeros";
            case "gamma", "moving_variance" -> "Ones";
            default ->
                    throw new Fault(
                            layer + " has no first value for its " + variable,
                            "give its weights, or take it out of the network");
        };
    }

    private void fill(float[] values, String name, Config config, double[] fans, LayerSpec layer) {
        double in = fans[0];
        double mean = (fans[0] + fans[1]) / 2;
        Random random = new Random(mix(layer.name() + "/" + config.owner()));
        switch (name) {
            case "zeros" -> Arrays.fill(values, 0);
            case "ones" -> Arrays.fill(values, 1);
            case "constant" -> Arrays.fill(values, (float) config.number("value", 0));
            case "glorotuniform" -> uniform(values, random, Math.sqrt(3 / mean));
            case "glorotnormal" -> truncated(values, random, Math.sqrt(1 / mean) / TRUNCATED);
            case "heuniform" -> uniform(values, random, Math.sqrt(6 / in));
            case "henormal" -> truncated(values, random, Math.sqrt(2 / in) / TRUNCATED);
            case "lecununiform" -> uniform(values, random, Math.sqrt(3 / in));
            case "lecunnormal" -> truncated(values, random, Math.sqrt(1 / in) / TRUNCATED);
            case "variancescaling" -> scaled(values, random, config, fans);
            case "randomuniform" -> {
                double low = config.number("minval", -0.05);
                double high = config.number("maxval", 0.05);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (low + (high - low) * random.nextDouble());
                }
            }
            case "randomnormal" -> {
                double centre = config.number("mean", 0);
                double deviation = config.number("stddev", 0.05);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (centre + deviation * random.nextGaussian());
                }
            }
            case "truncatednormal" -> {
                double centre = config.number("mean", 0);
                truncated(values, random, config.number("stddev", 0.05));
                for (int i = 0; i < values.length; i++) values[i] += (float) centre;
            }
            default ->
                    throw new Fault(
                            layer + " wants the initializer " + Fault.quote(name),
                            "use GlorotUniform, HeNormal or another that scales by the fan");
        }
    }

    private static void scaled(float[] values, Random random, Config config, double[] fans) {
        double fan =
                switch (config.text("mode", "fan_in")) {
                    case "fan_in" -> fans[0];
                    case "fan_out" -> fans[1];
                    case "fan_avg" -> (fans[0] + fans[1]) / 2;
                    default -> throw config.wrong("mode", "fan_in, fan_out or fan_avg");
                };
        double variance = config.number("scale", 1) / fan;
        switch (config.text("distribution", "truncated_normal")) {
            case "uniform" -> uniform(values, random, Math.sqrt(3 * variance));
            case "untruncated_normal" -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (Math.sqrt(variance) * random.nextGaussian());
                }
            }
            case "truncated_normal", "normal" ->
                    truncated(values, random, Math.sqrt(variance) / TRUNCATED);
            default -> throw config.wrong("distribution", "uniform or truncated_normal");
        }
    }

    /** Numbers that come in and go out per number of the result. */
    private static double[] fans(long[] shape) {
        if (shape.length < 2) {
            double n = shape.length == 0 ? 1 : shape[0];
            return new double[] {n, n};
        }
        double field = 1;
        for (int i = 0; i < shape.length - 2; i++) field *= shape[i];
        return new double[] {field * shape[shape.length - 2], field * shape[shape.length - 1]};
    }

    private static void uniform(float[] values, Random random, double limit) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (limit * (2 * random.nextDouble() - 1));
        }
    }

    private static void truncated(float[] values, Random random, double deviation) {
        for (int i = 0; i < values.length; i++) {
            double z = random.nextGaussian();
            while (Math.abs(z) > 2) z = random.nextGaussian();
            values[i] = (float) (deviation * z);
        }
    }

    /** NB: seeds of neighbouring values must not give neighbouring random numbers. */
    private long mix(String name) {
        long z = seed * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < name.length(); i++) z = (z ^ name.charAt(i)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 30)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
