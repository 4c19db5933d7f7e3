namespace ImageGeneration.Cli.Generate;

/// <summary>A generation for a person.</summary>
internal static class GenerateText
{
    public static void Write(GenerateResult result, CliEnvironment environment)
    {
        foreach (var saved in result.Saved)
        {
            WriteImage(saved, result.Saved.Count > 1, environment);
        }

        var response = result.Response;
        var modelId = response.Metadata.Attempts.LastOrDefault(attempt => attempt.Failure is null)?.ModelId;
        Row("provider", response.Provider);
        Row("model", modelId is null ? response.Model.Name : $"{response.Model.Name} ({modelId})");
        if (result.Saved is [{ Image: var image }])
        {
            Row("seed", Words.Number(image.Seed));
            Row("size", Size(image));
        }

        Row("time", Words.Time(response.GenerationTime));
        Row("cost", Words.Cost(response.CostUsd) + (response.CostIsEstimate ? " (estimate)" : "") + (result.IsSimulated ? " (simulated: nothing is charged)" : ""));
        foreach (var warning in result.Warnings)
        {
            Row("warning", warning);
        }

        void Row(string name, string value) => environment.Out.WriteLine($"  {name,-9} {value}");
    }

    private static void WriteImage(SavedImage saved, bool isOneOfMany, CliEnvironment environment)
    {
        var details = isOneOfMany ? $"  (seed {Words.Number(saved.Image.Seed)}, {Size(saved.Image)})" : "";
        if (saved.File is { } file)
        {
            environment.Out.WriteLine(file + details);
        }
        else if (saved.Problem is null)
        {
            environment.Out.WriteLine("withheld by the provider's content filter");
        }
        else
        {
            environment.Error.WriteLine($"error: the image was not saved: {saved.Problem}");
            environment.Out.WriteLine((saved.Image.Url?.AbsoluteUri ?? "not saved") + details);
        }
    }

    private static string Size(GeneratedImage image) =>
        Words.Size(image.Width, image.Height) + (image.MediaType is { } type ? $", {type}" : "");
}
