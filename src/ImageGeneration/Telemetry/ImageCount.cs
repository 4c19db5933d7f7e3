namespace ImageGeneration.Telemetry;

/// <summary>Counts the images of a response: those delivered, and those that a provider made and withheld.</summary>
internal readonly record struct ImageCount(int Delivered, int Filtered)
{
    public static ImageCount From(IReadOnlyList<GeneratedImage> images)
    {
        var delivered = 0;
        for (var i = 0; i < images.Count; i++)
        {
            delivered += images[i].Outcome == ImageOutcome.Delivered ? 1 : 0;
        }

        return new(delivered, images.Count - delivered);
    }
}
