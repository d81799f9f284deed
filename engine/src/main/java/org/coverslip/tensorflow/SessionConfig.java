package org.coverslip.tensorflow;

import org.coverslip.network.Device;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** Writes what was asked for as the {@code ConfigProto} of a TensorFlow session. */
final class SessionConfig {

    private SessionConfig() {}

    /**
     * @param device {@code cpu} or a GPU that was found usable
     * @param threads per operation; 0: TensorFlow's choice
     */
    static ConfigProto of(Device device, int threads) {
        ConfigProto.Builder config = ConfigProto.newBuilder();
        if (device.kind() == Device.Kind.GPU) {
            // NB: no visible_device_list. It renumbers the GPUs, and TensorFlow refuses a session
            // that numbers them otherwise than an earlier one of the process ("mapped to multiple
            // devices"); DJL's eager context is always earlier. A GPU other than the first is
            // chosen on the nodes, see GraphRewrite.
            config.setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
        } else {
            // NB: visible_device_list="-1" is rejected by TensorFlow 2.16.
            config.putDeviceCount("GPU", 0);
        }
        // NB: operations without a GPU kernel, and graphs exported with "/device:GPU:0" on their
        // nodes, run on the CPU instead of failing.
        config.setAllowSoftPlacement(true);
        if (threads > 0) {
            config.setIntraOpParallelismThreads(threads);
            config.setInterOpParallelismThreads(threads);
        }
        return config.build();
    }
}
