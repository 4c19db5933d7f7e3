using System.ComponentModel.DataAnnotations;

namespace ImageGeneration.Pricing;

/// <summary>Represents a price. Exactly one of the three amounts is set.</summary>
public sealed class Price
{
    /// <summary>Gets or sets the provider's name; null for any provider.</summary>
    public string? Provider { get; set; }

    /// <summary>Gets or sets the provider's id of the model, without a version, or the application's name of it. A price that applies to
    /// no model of any provider is an error at start.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>Gets or sets the price per image in US dollars: 0 to 1000; null when another amount is set.</summary>
    [Range(0d, 1000d)]
    public decimal? PerImageUsd { get; set; }

    /// <summary>Gets or sets the price per million pixels in US dollars: 0 to 1000; null when another amount is set.</summary>
    [Range(0d, 1000d)]
    public decimal? PerMegapixelUsd { get; set; }

    /// <summary>Gets or sets the price per second of run time in US dollars: 0 to 1000; null when another amount is set.</summary>
    [Range(0d, 1000d)]
    public decimal? PerSecondUsd { get; set; }

    /// <summary>Whether it is the average cost of an image of a model that is billed by time: it says nothing about the cost of a job
    /// without an image.</summary>
    internal bool IsAverage { get; init; }

    /// <summary>Whether it is the library's, and applies to the model's usual input.</summary>
    internal bool IsListed { get; init; }

    /// <summary>Gets or sets the page that states the price; null for the application's own.</summary>
    public Uri? Source { get; set; }

    /// <summary>Gets or sets the date on which that page was read; null for the application's own.</summary>
    public DateOnly? AsOf { get; set; }

    /// <summary>Returns model and provider.</summary>
    public override string ToString() => $"{Provider ?? "any"} {Model}";
}
