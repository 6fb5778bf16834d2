from document_laws import assert_laws, assert_survives, read, translated
from marked import shown
from office_files import package, part

from pipeline.documents.pptx import PptxFormat

FORM = PptxFormat()
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def pptx(**slides):
    parts = {f"ppt/{name.replace('_', '/')}.xml": f"<p {A}>{body}</p>" for name, body in slides.items()}
    return package("ppt/presentation.xml", {"ppt/presentation.xml": "<p/>", **parts})


def run(text, **attributes):
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<a:r><a:rPr{said}/><a:t>{text}</a:t></a:r>"


SLIDE = (
    "<a:p><a:pPr/>"
    + run("Un ", lang="fr-FR", err="1")
    + run("mot", b="1")
    + "<a:br/>"
    + run("ici")
    + "<a:endParaRPr/></a:p>"
    "<a:p><a:fld><a:t>12</a:t></a:fld></a:p><a:p><a:r><a:t>Deux</a:t></a:r></a:p>"
)


def test_slides_are_read_in_order_then_notes():
    data = pptx(slides_slide10="<a:p><a:r><a:t>Dix</a:t></a:r></a:p>", slides_slide2=SLIDE, slideLayouts_x=SLIDE)
    document = assert_laws(FORM, data)
    assert shown(document.text, document.codes) == "Un {1>mot<1}[2]\nici\n\nDeux\n\nDix"


def test_a_slide_with_other_words():
    data = pptx(slides_slide1=SLIDE, notesSlides_notesSlide1="<a:p/>")
    document = read(FORM, data)
    made = FORM.write(data, document, translated(document))
    slide = part(made, "ppt/slides/slide1.xml")
    assert (
        '<a:p><a:pPr/><a:r><a:rPr lang="en-US"/><a:t>Vo </a:t></a:r><a:r><a:rPr b="1"/><a:t>npu</a:t></a:r><a:br/>'
        in slide
    )
    assert "<a:endParaRPr/></a:p>" in slide
    assert part(made, "ppt/notesSlides/notesSlide1.xml") == part(data, "ppt/notesSlides/notesSlide1.xml")


def test_damaged_files_are_refused_in_one_line_or_read():
    assert_survives(FORM, pptx(slides_slide1=SLIDE), 60)
