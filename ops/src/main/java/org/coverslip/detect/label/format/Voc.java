package org.coverslip.detect.label.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelCollector;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.report.WholeFile;
import org.scijava.plugin.Plugin;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Pascal VOC: one XML file per image. Its numbers are whole pixels, counted from 1, the last one
 * included: a box around the whole image is (1, 1) to (width, height). So left and top are one less
 * here, right and bottom the same, and what is written is rounded to whole pixels.
 */
@Plugin(type = LabelFormat.class)
public final class Voc implements LabelFormat {

    @Override
    public String name() {
        return "voc";
    }

    @Override
    public String loses() {
        return "parts of pixels, outlines, scores, classes without objects and their order";
    }

    @Override
    public boolean accepts(Path source) {
        return Sidecars.any(source, ".xml");
    }

    @Override
    public LabelSet read(Path source, ImageSizes images) {
        LabelCollector labels = new LabelCollector(source, images);
        for (Path file : Sidecars.find(source, ".xml")) {
            labels.reading(file);
            Element root = parse(file);
            if (!root.getTagName().equals("annotation")) {
                throw new RefusedException(
                        file, "it is no Pascal VOC annotation", "take it out of the folder");
            }
            String image = text(file, root, "filename");
            size(file, root, image, labels);
            for (Element object : children(root, "object")) {
                Element box = child(file, object, "bndbox");
                labels.object(
                        image,
                        text(file, object, "name"),
                        number(file, box, "xmin") - 1,
                        number(file, box, "ymin") - 1,
                        number(file, box, "xmax"),
                        number(file, box, "ymax"),
                        Optional.empty());
            }
        }
        return labels.set();
    }

    /** NB: many files hold a size of 0; the image knows better. */
    private static void size(Path file, Element root, String image, LabelCollector labels) {
        List<Element> sizes = children(root, "size");
        double w = 0;
        double h = 0;
        if (!sizes.isEmpty()) {
            w = number(file, sizes.get(0), "width");
            h = number(file, sizes.get(0), "height");
        }
        if (w >= 1 && h >= 1) labels.image(image, (int) w, (int) h);
        else labels.image(image);
    }

    private static Element parse(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // NB: a stranger's XML must neither read other files nor expand without end.
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Document document = builder.parse(in);
            return document.getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw Damage.in(file, "XML", e);
        }
    }

    /** NB: only its own: an object's parts have names and boxes as well. */
    private static List<Element> children(Element in, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = in.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Element child(Path file, Element in, String name) {
        List<Element> found = children(in, name);
        if (!found.isEmpty()) return found.get(0);
        throw new RefusedException(
                file, "an element " + in.getTagName() + " has no " + name, "export it again");
    }

    private static String text(Path file, Element in, String name) {
        return child(file, in, name).getTextContent().strip();
    }

    private static double number(Path file, Element in, String name) {
        String text = text(file, in, name);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    file, name + " is \"" + text + "\"", "write a number there", e);
        }
    }

    @Override
    public Path write(LabelSet labels, Path folder) {
        Sidecars.files(labels, folder, ".xml")
                .forEach((image, file) -> WholeFile.write(file, out -> write(out, image)));
        return folder;
    }

    private static void write(OutputStream out, LabelledImage image) throws IOException {
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartElement("annotation");
            leaf(xml, "folder", "");
            leaf(xml, "filename", image.file());
            xml.writeStartElement("size");
            leaf(xml, "width", Integer.toString(image.width()));
            leaf(xml, "height", Integer.toString(image.height()));
            leaf(xml, "depth", "3");
            xml.writeEndElement();
            leaf(xml, "segmented", "0");
            for (LabelledBox object : image.objects()) {
                xml.writeCharacters("\n");
                xml.writeStartElement("object");
                leaf(xml, "name", object.label());
                // NB: nobody knows these, yet common readers stop where they are missing.
                leaf(xml, "pose", "Unspecified");
                leaf(xml, "truncated", "0");
                leaf(xml, "difficult", "0");
                xml.writeStartElement("bndbox");
                Box b = object.box();
                long x = Math.min(Math.round(b.x0()), image.width() - 1);
                long y = Math.min(Math.round(b.y0()), image.height() - 1);
                leaf(xml, "xmin", Long.toString(x + 1));
                leaf(xml, "ymin", Long.toString(y + 1));
                leaf(xml, "xmax", Long.toString(Math.max(x + 1, Math.round(b.x1()))));
                leaf(xml, "ymax", Long.toString(Math.max(y + 1, Math.round(b.y1()))));
                xml.writeEndElement();
                xml.writeEndElement();
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void leaf(XMLStreamWriter xml, String name, String text)
            throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
