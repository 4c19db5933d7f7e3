namespace ImageGeneration.Cli.Generate;

/// <summary>Represents a response with its files.</summary>
internal sealed record GenerateResult(ImageGenerationResponse Response, IReadOnlyList<SavedImage> Saved, bool IsSimulated)
{
    public IReadOnlyList<string> Warnings => [.. Response.Warnings, .. Saved.Select(Warning).OfType<string>()];

    public bool IsComplete => Saved.All(saved => saved.Problem is null);

    private static string? Warning(SavedImage saved) =>
        saved.File is { } file && !FileNames.Fits(file, saved.Image.MediaType)
            ? $"{Path.GetFileName(file)} holds {saved.Image.MediaType}; where the model can, --format chooses another format."
            : null;
}
