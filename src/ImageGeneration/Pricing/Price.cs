using System.ComponentModel.DataAnnotations;

namespace ImageGeneration.Pricing;

/// <summary>A price. Exactly one of the three amounts is set.</summary>
public sealed class Price
{
    /// <summary>The provider's name; null for any provider.</summary>
    public string? Provider { get; set; }

    /// <summary>The provider's id of the model, without a version, or the application's name of it. A price that no model of no provider
    /// has is an error at start.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>US dollars per image, 0 to 1000.</summary>
    [Range(0d, 1000d)]
    public decimal? PerImageUsd { get; set; }

    /// <summary>US dollars per million pixels, 0 to 1000.</summary>
    [Range(0d, 1000d)]
    public decimal? PerMegapixelUsd { get; set; }

    /// <summary>US dollars per second that the model runs, 0 to 1000.</summary>
    [Range(0d, 1000d)]
    public decimal? PerSecondUsd { get; set; }

    /// <summary>What an image costs on average where the time is billed in truth: what a job without an image costs does not follow from it.</summary>
    internal bool IsAverage { get; init; }

    /// <summary>It is the library's, and stands for the model's usual input.</summary>
    internal bool IsListed { get; init; }

    /// <summary>The page it was read from; null for the application's own.</summary>
    public Uri? Source { get; set; }

    /// <summary>When that page was read.</summary>
    public DateOnly? AsOf { get; set; }

    /// <summary>Model and provider.</summary>
    public override string ToString() => $"{Provider ?? "any"} {Model}";
}
