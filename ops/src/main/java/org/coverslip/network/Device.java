package org.coverslip.network;

import java.util.regex.Pattern;
import org.coverslip.RefusedException;

/**
 * Where a network is asked to run.
 *
 * @param kind {@code AUTO} takes the first GPU the engine can use, else the CPU
 * @param index number of the GPU; 0 for the others
 */
public record Device(Kind kind, int index) {

    /** The kinds a user can ask for. */
    public enum Kind {
        AUTO,
        CPU,
        GPU
    }

    public static final Device AUTO = new Device(Kind.AUTO, 0);
    public static final Device CPU = new Device(Kind.CPU, 0);

    private static final Pattern GPU_NAME = Pattern.compile("gpu(?::(\\d{1,3}))?");

    /**
     * Reads {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}.
     *
     * @throws RefusedException for anything else
     */
    public static Device parse(String text) {
        String name = text == null ? "auto" : text.strip().toLowerCase(java.util.Locale.ROOT);
        if (name.isEmpty() || name.equals("auto")) return AUTO;
        if (name.equals("cpu")) return CPU;
        var gpu = GPU_NAME.matcher(name);
        if (gpu.matches())
            return new Device(Kind.GPU, gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        throw new RefusedException(
                "device=" + text, "this is not a device", "use auto, cpu or gpu:0");
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        return kind == Kind.GPU ? name + ":" + index : name;
    }
}
