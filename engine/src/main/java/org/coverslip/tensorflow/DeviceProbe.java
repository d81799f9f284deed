package org.coverslip.tensorflow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.PointerScope;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.types.TFloat32;

/** Finds out by running something, not by what was asked, which device there is and is used. */
final class DeviceProbe {

    /** What went wrong on each GPU tried; empty text: it works. */
    private static final Map<Device, String> TRIED = new ConcurrentHashMap<>();

    private DeviceProbe() {}

    /**
     * The device to use for what was asked.
     *
     * @return {@code cpu} or a GPU on which a multiplication has just worked
     * @throws RefusedException if a GPU is asked for by name and cannot be used
     */
    static Device resolve(Device asked) {
        if (asked.kind() == Device.Kind.CPU) return Device.CPU;
        boolean auto = asked.kind() == Device.Kind.AUTO;
        if (!Natives.builtForGpu()) {
            if (auto) return Device.CPU;
            throw new RefusedException(
                    "device=" + asked,
                    "the TensorFlow that is installed is built for the CPU only",
                    "install the GPU natives (Linux with NVIDIA), or use device=cpu");
        }
        Device gpu = new Device(Device.Kind.GPU, asked.index());
        String fault = TRIED.computeIfAbsent(gpu, DeviceProbe::multiply);
        if (fault.isEmpty()) return gpu;
        if (auto) return Device.CPU;
        throw new RefusedException(
                "device=" + asked,
                "TensorFlow cannot use this GPU (" + fault + ")",
                "check the NVIDIA driver, CUDA 12 and cuDNN 8.9, or use device=cpu");
    }

    /** The device a session of its own really has, among those asked for. */
    static Device of(TF_Session session, Device resolved) {
        if (resolved.kind() != Device.Kind.GPU) return Device.CPU;
        String wanted = name(resolved).toLowerCase(java.util.Locale.ROOT);
        try (PointerScope scope = new PointerScope()) {
            TF_Status status = TF_Status.newStatus();
            TF_DeviceList devices = tensorflow.TF_SessionListDevices(session, status);
            status.throwExceptionIfNotOK();
            try {
                for (int i = 0; i < tensorflow.TF_DeviceListCount(devices); i++) {
                    String name = tensorflow.TF_DeviceListName(devices, i, status).getString();
                    if (name.toLowerCase(java.util.Locale.ROOT).endsWith(wanted)) return resolved;
                }
            } finally {
                tensorflow.TF_DeleteDeviceList(devices);
            }
        }
        return Device.CPU;
    }

    /** TensorFlow's name of a GPU. */
    static String name(Device gpu) {
        return "/device:GPU:" + gpu.index();
    }

    private static String multiply(Device gpu) {
        ConfigProto config =
                ConfigProto.newBuilder()
                        .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
                        .build();
        DeviceSpec where =
                DeviceSpec.newBuilder()
                        .deviceType(DeviceSpec.DeviceType.GPU)
                        .deviceIndex(gpu.index())
                        .build();
        try (Graph graph = new Graph();
                Session session = new Session(graph, config)) {
            Ops ops = Ops.create(graph);
            var a = ops.placeholder(TFloat32.class);
            var product = ops.withDevice(where).linalg.matMul(a, a);
            float[][] two = {{1, 2}, {3, 4}};
            try (TFloat32 value =
                            TFloat32.tensorOf(org.tensorflow.ndarray.StdArrays.ndCopyOf(two));
                    var result = session.runner().feed(a, value).fetch(product).run()) {
                float got = ((TFloat32) result.get(0)).getFloat(1, 1);
                return got == 22f ? "" : "it multiplies wrongly";
            }
        } catch (RuntimeException e) {
            String reason = Failures.reason(e);
            return reason.startsWith("Cannot assign a device") ? "it sees no such device" : reason;
        }
    }
}
