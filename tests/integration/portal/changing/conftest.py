"""What several of the portal's tests begin with."""

from tests.integration.portal.test_signing_links import signers

__all__ = ["signers"]
