namespace ImageGeneration.Simulator.Rendering.Styles;

/// <summary>Turns a drawn scene into a picture of its style.</summary>
internal static class StylePass
{
    public static Canvas Apply(Canvas canvas, PictureStyle style, Chance chance) => style switch
    {
        PictureStyle.Watercolor => Watercolor.Apply(canvas),
        PictureStyle.OilPainting => OilPainting.Apply(canvas, chance),
        PictureStyle.DigitalArt => DigitalArt.Apply(canvas, chance),
        PictureStyle.Cartoon => InkedArt.Cartoon(canvas),
        PictureStyle.Anime => InkedArt.Anime(canvas),
        PictureStyle.Sketch => PencilSketch.Apply(canvas),
        PictureStyle.Realistic => Photograph.Apply(canvas),
        _ => canvas,
    };
}
