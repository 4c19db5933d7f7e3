using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers.Modules;

[OptionsValidator]
internal sealed partial class ProviderOptionsValidator : IValidateOptions<ProviderOptions>;
