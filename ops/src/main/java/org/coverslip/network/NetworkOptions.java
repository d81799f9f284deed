package org.coverslip.network;

/**
 * How to open a network.
 *
 * @param signature key of the SavedModel's signature; empty: {@code serving_default}, or the only
 *     one there is
 * @param device where it should run
 * @param threads threads per operation; 0: the engine's choice. The pool is process-wide: the first
 *     network decides
 * @param trust run the model even if its graph holds operations that reach outside the graph
 */
public record NetworkOptions(String signature, Device device, int threads, boolean trust) {

    public static final NetworkOptions DEFAULT = new NetworkOptions("", Device.AUTO, 0, false);

    public NetworkOptions withSignature(String key) {
        return new NetworkOptions(key == null ? "" : key, device, threads, trust);
    }

    public NetworkOptions withDevice(Device where) {
        return new NetworkOptions(signature, where, threads, trust);
    }

    public NetworkOptions withThreads(int number) {
        return new NetworkOptions(signature, device, number, trust);
    }

    public NetworkOptions withTrust(boolean trusted) {
        return new NetworkOptions(signature, device, threads, trusted);
    }
}
