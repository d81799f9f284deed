package org.coverslip.dialog;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Canvas;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.ItemSelectable;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.event.ActionEvent;
import java.awt.event.ItemEvent;
import java.awt.event.ItemListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A user in front of ImageJ, with a display: chooses a command in the menu while the Recorder is
 * open, fills the dialog, presses OK and waits. Runs in a JVM of its own.
 *
 * <p>Arguments: the folder to write {@code dialog.png}, {@code screen.png}, {@code record.txt} and
 * {@code images.txt} to, the command, then {@code key=value} for the dialog. Key {@code @open}
 * opens an image before; {@code @cancel=true} presses Cancel.
 */
public final class Desktop {

    private static final int PATIENCE_MS = 60_000;
    private static final int WAIT_MS = Integer.getInteger("wait", 5000);

    private Desktop() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        List<String> keys = List.of(args).subList(2, args.length);
        if (IJ.getInstance() == null) new ImageJ();
        for (String key : keys) if (key.startsWith("@open=")) IJ.open(key.substring(6));
        Recorder recorder = new Recorder();
        IJ.doCommand(args[1]);
        GenericDialog dialog = dialog();
        EventQueue.invokeAndWait(() -> keys.forEach(key -> fill(dialog, key)));
        // NB: what the dialog says of files comes half a second after the last key; time enough for
        // a slow machine is given, because a picture without it would be worthless.
        Thread.sleep(WAIT_MS);
        picture(dialog.getBounds(), folder.resolve("dialog.png"));
        StringBuilder notes = new StringBuilder();
        notes(dialog, notes);
        Files.writeString(folder.resolve("notes.txt"), notes);
        Button ok = dialog.getButtons()[keys.contains("@cancel=true") ? 1 : 0];
        if (!ok.isEnabled()) throw new IllegalStateException("OK is disabled:\n" + notes);
        press(ok);
        end(args[1]);
        Files.writeString(folder.resolve("record.txt"), recorder.getText());
        Files.writeString(folder.resolve("images.txt"), images());
        picture(screen(), folder.resolve("screen.png"));
        System.exit(0);
    }

    private static GenericDialog dialog() throws InterruptedException {
        for (int waited = 0; waited < PATIENCE_MS; waited += 50) {
            GenericDialog dialog = GenericDialog.getInstance();
            if (dialog != null && dialog.isShowing()) return dialog;
            Thread.sleep(50);
        }
        throw new IllegalStateException("no dialog came");
    }

    private static void fill(GenericDialog dialog, String assignment) {
        int equals = assignment.indexOf('=');
        String key = assignment.substring(0, equals);
        if (key.startsWith("@")) return;
        String value = assignment.substring(equals + 1);
        for (Component component : all(dialog)) {
            if (!key.equals(component.getName())) continue;
            if (component instanceof TextField text) text.setText(value);
            if (component instanceof Choice choice) {
                choice.select(value);
                for (ItemListener l : choice.getItemListeners())
                    l.itemStateChanged(changed(choice));
            }
            if (component instanceof Checkbox box) {
                box.setState(Boolean.parseBoolean(value));
                for (ItemListener l : box.getItemListeners()) l.itemStateChanged(changed(box));
            }
            return;
        }
        throw new IllegalArgumentException("no field " + key);
    }

    private static ItemEvent changed(ItemSelectable source) {
        return new ItemEvent(source, ItemEvent.ITEM_STATE_CHANGED, source, ItemEvent.SELECTED);
    }

    private static List<Component> all(Container container) {
        List<Component> found = new ArrayList<>();
        for (Component child : container.getComponents()) {
            found.add(child);
            if (child instanceof Container inner) found.addAll(all(inner));
        }
        return found;
    }

    private static void notes(Container dialog, StringBuilder text) {
        for (Component component : all(dialog)) {
            String said = component.getAccessibleContext().getAccessibleName();
            if (component instanceof Canvas && said != null) text.append(said).append('\n');
        }
        text.append("size " + dialog.getWidth() + " " + dialog.getHeight() + '\n');
    }

    private static void press(Button button) {
        ActionEvent event =
                new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getLabel());
        EventQueue.invokeLater(
                () -> {
                    for (var listener : button.getActionListeners())
                        listener.actionPerformed(event);
                });
    }

    private static void end(String command) throws InterruptedException {
        for (int waited = 0; waited < PATIENCE_MS; waited += 50) {
            boolean running =
                    Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(t -> t.getName().endsWith(command));
            if (!running) {
                Thread.sleep(1000);
                return;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(command + " did not end");
    }

    /** The open images, a line each: how many ROIs lie over it, and its title. */
    private static String images() {
        StringBuilder text = new StringBuilder();
        int[] all = WindowManager.getIDList();
        for (int id : all == null ? new int[0] : all) {
            ImagePlus image = WindowManager.getImage(id);
            int over = image.getOverlay() == null ? 0 : image.getOverlay().size();
            text.append(over + " " + image.getTitle() + '\n');
        }
        return text.toString();
    }

    private static Rectangle screen() {
        return new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
    }

    private static void picture(Rectangle part, Path file) throws Exception {
        ImageIO.write(new Robot().createScreenCapture(part), "png", file.toFile());
    }
}
