/**
 * What holds when there is no tameflare.yaml: lists may be read, low-risk tools called, everything
 * else in MCP needs a person's word, and of other hosts only model APIs are reached.
 */
export const DEFAULT_CONFIG = `version: 1
rules:
  - { action: "mcp.*.list", effect: allow }
  - { action: mcp.tools.call, risk: low, effect: allow }
  - { action: "mcp.*", effect: require_approval, reason: without a tameflare.yaml only low-risk tools run unasked }
egress:
  allow:
    - api.anthropic.com
    - api.cohere.com
    - api.deepseek.com
    - api.groq.com
    - api.mistral.ai
    - api.openai.com
    - api.together.xyz
    - api.x.ai
    - generativelanguage.googleapis.com
    - openrouter.ai
    - "*.openai.azure.com"
  default: deny
`;
